#include "engine/tokens/meta_space.h"

#include "engine/tokens/code_points.h"
#include "engine/tokens/utf8_text.h"

namespace ffn {

std::string byte_piece(unsigned char byte) {
    return byte_label(byte);
}

void MetaSpaceCutter::join(std::string_view left, std::string_view right) {
    if (!left.empty() && right.starts_with(kMetaSpace))
        m_joined.insert(utf8_at(left, utf8_before(left, left.size())).value);
}

void MetaSpaceCutter::join_within(std::string_view piece) {
    for (std::size_t at = piece.find(kMetaSpace, 1); at != std::string_view::npos;
         at = piece.find(kMetaSpace, at + 1))
        m_joined.insert(utf8_at(piece, utf8_before(piece, at)).value);
}

void MetaSpaceCutter::cut(std::string_view word, std::uint32_t begin, std::vector<TextRange>& words) const {
    std::uint32_t from = 0;
    for (std::size_t at = word.find(kMetaSpace, 1); !m_never && at != std::string_view::npos;
         at = word.find(kMetaSpace, at + kMetaSpace.size())) {
        if (m_joined.contains(utf8_at(word, utf8_before(word, at)).value)) continue;
        words.push_back({begin + from, begin + std::uint32_t(at)});
        from = std::uint32_t(at);
    }
    words.push_back({begin + from, begin + std::uint32_t(word.size())});
}

} // namespace ffn

#include "engine/tokens/word_cutter.h"

#include "engine/tokens/meta_space.h"
#include "engine/tokens/utf8_text.h"

namespace ffn {

std::size_t WordCutter::kind_at(std::string_view text, std::size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) return byte;
    return text.substr(at).starts_with(kMetaSpace) ? kMeta : kOther;
}

bool WordCutter::may_cut(std::size_t left, std::size_t right) const {
    return left != kOther && right != kOther && !m_joined[left * kKinds + right] &&
           (m_known[left] || m_known[right]);
}

void WordCutter::join(std::string_view left, std::string_view right) {
    if (left.empty() || right.empty()) return;
    m_joined.set(kind_at(left, utf8_before(left, left.size())) * kKinds + kind_at(right, 0));
}

void WordCutter::join_within(std::string_view piece) {
    for (std::size_t at = 0; at < piece.size();) {
        const std::size_t next = at + utf8_at(piece, at).length;
        if (next < piece.size()) m_joined.set(kind_at(piece, at) * kKinds + kind_at(piece, next));
        at = next;
    }
}

void WordCutter::know(std::string_view c) {
    if (c.size() == utf8_at(c, 0).length) m_known.set(kind_at(c, 0));
}

void WordCutter::cut(std::string_view word, std::uint32_t begin, std::vector<TextRange>& words) const {
    std::size_t from = 0;
    std::size_t before = m_never || word.empty() ? kOther : kind_at(word, 0);
    for (std::size_t at = m_never ? word.size() : utf8_at(word, 0).length; at < word.size();) {
        const std::size_t kind = kind_at(word, at);
        if (may_cut(before, kind)) {
            words.push_back({begin + std::uint32_t(from), begin + std::uint32_t(at)});
            from = at;
        }
        before = kind;
        at += kind < kMeta ? 1 : utf8_at(word, at).length;
    }
    words.push_back({begin + std::uint32_t(from), begin + std::uint32_t(word.size())});
}

} // namespace ffn

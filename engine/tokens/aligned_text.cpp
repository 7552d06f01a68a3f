#include "engine/tokens/aligned_text.h"

#include "engine/core/error.h"
#include "engine/tokens/utf8_text.h"

namespace ffn {

namespace {

constexpr std::size_t kLongestText = std::size_t(32) << 20;

} // namespace

void AlignedText::too_large() {
    throw Error("the tokeniser's rules make more than 128 MiB of this text, or more than 32 bytes of each of "
                "its bytes");
}

void AlignedText::reserve(std::size_t bytes) {
    text.reserve(bytes);
    origin.reserve(bytes);
}

void AlignedText::append(std::string_view bytes, TextRange from) {
    make_room(bytes.size(), from.end);
    text.append(bytes);
    origin.insert(origin.end(), bytes.size(), from);
}

void AlignedText::append(std::int32_t c, TextRange from) {
    make_room(4, from.end);
    append_utf8(text, c);
    origin.resize(text.size(), from);
}

void AlignedText::append(const AlignedText& other, std::size_t begin, std::size_t end) {
    if (begin == end) return;
    make_room(end - begin, other.origin[end - 1].end);
    text.append(other.text, begin, end - begin);
    origin.insert(origin.end(), other.origin.begin() + std::ptrdiff_t(begin),
                  other.origin.begin() + std::ptrdiff_t(end));
}

TextRange AlignedText::before(std::size_t at) const {
    if (origin.empty()) return {};
    const std::uint32_t place = at < origin.size() ? origin[at].begin : origin.back().end;
    return {place, place};
}

AlignedText align_raw(std::string_view text) {
    if (text.size() > kLongestText)
        throw Error("a text to tokenise may have up to 32 MiB, not " + std::to_string(text.size()) +
                    " bytes");
    AlignedText aligned;
    aligned.text = text;
    aligned.origin.resize(text.size());
    for (std::uint32_t i = 0; i < text.size(); ++i)
        aligned.origin[i] = {i, i + 1};
    return aligned;
}

AlignedText align_valid(std::string_view text) {
    std::size_t at = 0;
    for (Utf8Char c; at < text.size() && !(c = utf8_at(text, at)).broken;)
        at += c.length;
    if (at == text.size()) return align_raw(text);
    const AlignedText raw = align_raw(text);
    AlignedText valid;
    valid.reserve(text.size() + text.size() / 4);
    for (at = 0; at < text.size();) {
        const Utf8Char c = utf8_at(text, at);
        if (c.broken)
            valid.append(kReplacement, raw.range(at, at + c.length));
        else
            valid.append(raw, at, at + c.length);
        at += c.length;
    }
    return valid;
}

} // namespace ffn

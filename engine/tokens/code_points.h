#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ffn {

/// What a character means to the `words` tokeniser.
enum class CharKind {
    Space,      // categories Zs, Zl, Zp, the ASCII separators and U+0085
    Letter,     // category L, but for ideographs and kana
    Digit,      // category N, and `_`
    Mark,       // category M: stands on the character before it
    Ideograph,  // Chinese characters and Japanese kana, written without spaces
    Apostrophe, // U+0027 only, as in the text the demo model was trained on
    Other,
    Broken, // a byte that is no part of valid UTF-8
};

/// One character, or one broken byte, of a text.
struct CodePoint {
    std::int32_t value = -1; ///< −1 for a broken byte
    CharKind kind = CharKind::Broken;
    std::size_t begin = 0, end = 0; ///< byte range
};

/// The character that starts at byte `at` (< text.size()). Where no valid UTF-8 starts, that one byte.
CodePoint code_point_at(std::string_view text, std::size_t at);

/// Lower case as Unicode's full mapping gives it for one word: the Greek final sigma and İ (two characters)
/// included. Broken bytes stay.
std::string lowercase(std::string_view word);

/// `<0xE4>`.
std::string byte_label(unsigned char byte);

} // namespace ffn

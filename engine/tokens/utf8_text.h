#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ffn {

inline constexpr std::int32_t kReplacement = 0xFFFD;

/// One character of a text, or a run of bytes that is none.
struct Utf8Char {
    std::int32_t value = kReplacement; ///< U+FFFD where broken
    std::uint32_t length = 1;          ///< bytes, at least 1
    bool broken = false;
};

/// The character at byte `at` (< text.size()). Where the UTF-8 is broken: U+FFFD with the length of the
/// maximal subpart (Unicode 15, 3.9), as Python's errors="replace" counts them.
Utf8Char utf8_at(std::string_view text, std::size_t at);

/// Where the character before byte `at` (> 0) begins; for valid UTF-8.
inline std::size_t utf8_before(std::string_view text, std::size_t at) {
    do
        --at;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
    return at;
}

/// Appends `c`, a code point.
void append_utf8(std::string& text, std::int32_t c);

} // namespace ffn

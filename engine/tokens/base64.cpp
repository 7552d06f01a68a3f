#include "engine/tokens/base64.h"

#include "engine/core/error.h"

#include <cstdint>

namespace ffn {

namespace {

int digit(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

} // namespace

std::string from_base64(std::string_view text) {
    if (text.size() % 4 != 0) throw Error("the base64 text is cut short");
    std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    text.remove_suffix(padding);
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    std::uint32_t held = 0;
    int bits = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int value = digit(text[i]);
        if (value < 0)
            throw Error("character " + std::to_string(i + 1) + " of the base64 text is none of its digits");
        held = (held << 6 | std::uint32_t(value)) & 0xFFFFFF;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes += char(held >> bits & 0xFF);
    }
    return bytes;
}

} // namespace ffn

#include "engine/tokens/utf8_text.h"

namespace ffn {

namespace {

struct Lead {
    std::uint32_t length;   // 0: no character begins with this byte
    std::uint8_t low, high; // bounds of the second byte
};

Lead lead_of(std::uint8_t byte) {
    if (byte < 0xC2) return {0, 0, 0};
    if (byte < 0xE0) return {2, 0x80, 0xBF};
    if (byte < 0xF0)
        return {3, std::uint8_t(byte == 0xE0 ? 0xA0 : 0x80), std::uint8_t(byte == 0xED ? 0x9F : 0xBF)};
    if (byte < 0xF5)
        return {4, std::uint8_t(byte == 0xF0 ? 0x90 : 0x80), std::uint8_t(byte == 0xF4 ? 0x8F : 0xBF)};
    return {0, 0, 0};
}

} // namespace

Utf8Char utf8_at(std::string_view text, std::size_t at) {
    const auto first = std::uint8_t(text[at]);
    if (first < 0x80) return {first, 1, false};
    const Lead lead = lead_of(first);
    std::int32_t value = first & (lead.length == 2 ? 0x1F : lead.length == 3 ? 0x0F : 0x07);
    for (std::uint32_t i = 1; i < lead.length; ++i) {
        const std::uint8_t byte = at + i < text.size() ? std::uint8_t(text[at + i]) : 0;
        const bool good = i == 1 ? byte >= lead.low && byte <= lead.high : (byte & 0xC0) == 0x80;
        if (!good) return {kReplacement, i, true};
        value = value << 6 | (byte & 0x3F);
    }
    if (lead.length == 0) return {kReplacement, 1, true};
    return {value, lead.length, false};
}

void append_utf8(std::string& text, std::int32_t c) {
    const auto tail = [&](int shift) { text += char(0x80 | (c >> shift & 0x3F)); };
    if (c < 0x80) {
        text += char(c);
    } else if (c < 0x800) {
        text += char(0xC0 | c >> 6);
        tail(0);
    } else if (c < 0x10000) {
        text += char(0xE0 | c >> 12);
        tail(6);
        tail(0);
    } else {
        text += char(0xF0 | c >> 18);
        tail(12);
        tail(6);
        tail(0);
    }
}

} // namespace ffn

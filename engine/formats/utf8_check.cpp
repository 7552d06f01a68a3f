#include "engine/formats/utf8_check.h"

#include <cstdint>

namespace ffn {

namespace {

struct Sequence {
    std::size_t length;     ///< 0: no sequence begins with this byte
    std::uint8_t low, high; ///< bounds of the second byte
};

Sequence sequence_of(std::uint8_t lead) {
    if (lead < 0x80) return {1, 0, 0};
    if (lead < 0xC2) return {0, 0, 0};
    if (lead < 0xE0) return {2, 0x80, 0xBF};
    if (lead < 0xF0)
        return {3, std::uint8_t(lead == 0xE0 ? 0xA0 : 0x80), std::uint8_t(lead == 0xED ? 0x9F : 0xBF)};
    if (lead < 0xF5)
        return {4, std::uint8_t(lead == 0xF0 ? 0x90 : 0x80), std::uint8_t(lead == 0xF4 ? 0x8F : 0xBF)};
    return {0, 0, 0};
}

} // namespace

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const Sequence sequence = sequence_of(std::uint8_t(text[at]));
        if (sequence.length == 0 || sequence.length > text.size() - at) return at;
        for (std::size_t i = 1; i < sequence.length; ++i) {
            const auto byte = std::uint8_t(text[at + i]);
            const bool good = i == 1 ? byte >= sequence.low && byte <= sequence.high : (byte & 0xC0) == 0x80;
            if (!good) return at;
        }
        at += sequence.length;
    }
    return std::nullopt;
}

} // namespace ffn

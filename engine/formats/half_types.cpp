#include "engine/formats/half_types.h"

#include <array>
#include <bit>
#include <cassert>
#include <limits>

namespace ffn {

namespace {

/// Without branches, so that the loop over it is vectorised.
constexpr float half_value(std::uint16_t code) {
    constexpr std::uint32_t kExponent = 0x7C00U << 13;
    const std::uint32_t magnitude = std::uint32_t(code & 0x7FFF) << 13;
    const std::uint32_t sign = std::uint32_t(code & 0x8000) << 16;
    // Bias 15 becomes 127; an exponent of all ones (infinity, NaN) becomes all ones again.
    const std::uint32_t special = (magnitude & kExponent) == kExponent ? (128U - 16U) << 23 : 0;
    const std::uint32_t normal = magnitude + ((127U - 15U) << 23) + special;
    // A subnormal is mantissa · 2⁻²⁴: put the mantissa under the exponent of 2⁻¹⁴, then take 2⁻¹⁴ away.
    const float subnormal = std::bit_cast<float>(magnitude + (113U << 23)) - std::bit_cast<float>(113U << 23);
    const std::uint32_t bits =
        (magnitude & kExponent) == 0 ? std::bit_cast<std::uint32_t>(subnormal) : normal;
    return std::bit_cast<float>(bits | sign);
}

constexpr float float8_e4m3_value(std::uint8_t code) {
    const std::uint32_t sign = std::uint32_t(code & 0x80) << 24;
    const std::uint32_t exponent = (code >> 3) & 15U, mantissa = code & 7U;
    if (exponent == 15 && mantissa == 7)
        return std::bit_cast<float>(sign |
                                    std::bit_cast<std::uint32_t>(std::numeric_limits<float>::quiet_NaN()));
    const float size = exponent == 0 ? float(mantissa) * 0x1p-9F
                                     : std::bit_cast<float>((exponent + 120U) << 23 | mantissa << 20);
    return std::bit_cast<float>(sign | std::bit_cast<std::uint32_t>(size));
}

constexpr std::array<float, 256> table(float (*value)(std::uint8_t)) {
    std::array<float, 256> values{};
    for (unsigned code = 0; code < 256; ++code)
        values[code] = value(std::uint8_t(code));
    return values;
}

constexpr auto kE4m3 = table(float8_e4m3_value);
constexpr auto kE5m2 = table([](std::uint8_t code) { return half_value(std::uint16_t(code << 8)); });

} // namespace

void half_to_float(std::span<const std::uint16_t> codes, std::span<float> out) {
    assert(codes.size() == out.size());
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = half_value(codes[i]);
}

void bfloat16_to_float(std::span<const std::uint16_t> codes, std::span<float> out) {
    assert(codes.size() == out.size());
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = std::bit_cast<float>(std::uint32_t(codes[i]) << 16);
}

void float8_e5m2_to_float(std::span<const std::uint8_t> codes, std::span<float> out) {
    assert(codes.size() == out.size());
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = kE5m2[codes[i]];
}

void float8_e4m3_to_float(std::span<const std::uint8_t> codes, std::span<float> out) {
    assert(codes.size() == out.size());
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = kE4m3[codes[i]];
}

} // namespace ffn

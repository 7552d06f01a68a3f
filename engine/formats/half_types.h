#pragma once

#include <cstdint>
#include <span>

namespace ffn {

/// The floating-point types narrower than float32, each value converted exactly; NaN stays NaN.
/// `codes` and `out` have the same length.

/// IEEE 754 binary16.
void half_to_float(std::span<const std::uint16_t> codes, std::span<float> out);
/// bfloat16: the upper half of a float32.
void bfloat16_to_float(std::span<const std::uint16_t> codes, std::span<float> out);
/// FP8 E5M2: the upper half of a binary16 (Micikevicius et al. 2022, arXiv:2209.05433).
void float8_e5m2_to_float(std::span<const std::uint8_t> codes, std::span<float> out);
/// FP8 E4M3 of the same paper: no infinities, NaN is S.1111.111, largest 448.
void float8_e4m3_to_float(std::span<const std::uint8_t> codes, std::span<float> out);

} // namespace ffn

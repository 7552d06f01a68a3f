#pragma once

#include <array>
#include <cstdint>

namespace ffn {

struct Rgb {
    std::uint8_t r = 0, g = 0, b = 0;
    bool operator==(const Rgb&) const = default;
};

/// A colour in OKLab, the space in which equal distances look equal (Björn Ottosson 2020): lightness L in
/// 0 … 1, a from green to red, b from blue to yellow.
struct OkLab {
    double L = 0, a = 0, b = 0;
};

/// sRGB components in 0 … 1 without its transfer curve.
using LinearRgb = std::array<double, 3>;

LinearRgb linear_from_rgb(Rgb color);
/// Components outside 0 … 1 are clipped.
Rgb rgb_from_linear(const LinearRgb& color);
OkLab ok_lab_from_linear(const LinearRgb& color);
LinearRgb linear_from_ok_lab(const OkLab& color);
OkLab ok_lab_from_rgb(Rgb color);

/// The nearest colour that sRGB can show with the same lightness and hue: chroma gives way.
Rgb rgb_from_ok_lab(const OkLab& color);

} // namespace ffn

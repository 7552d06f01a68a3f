#include "engine/raster/ok_lab.h"

#include <algorithm>
#include <cmath>

namespace ffn {

namespace {

// IEC 61966-2-1.
double to_linear(double v) {
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}
double from_linear(double v) {
    return v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1 / 2.4) - 0.055;
}

bool displayable(const LinearRgb& color) {
    constexpr double kSlack = 1e-6;
    return std::all_of(color.begin(), color.end(), [](double v) { return v >= -kSlack && v <= 1 + kSlack; });
}

} // namespace

LinearRgb linear_from_rgb(Rgb color) {
    return {to_linear(color.r / 255.0), to_linear(color.g / 255.0), to_linear(color.b / 255.0)};
}

Rgb rgb_from_linear(const LinearRgb& color) {
    const auto byte = [](double v) {
        return std::uint8_t(std::lround(255 * from_linear(std::clamp(v, 0.0, 1.0))));
    };
    return {byte(color[0]), byte(color[1]), byte(color[2])};
}

OkLab ok_lab_from_linear(const LinearRgb& c) {
    const double l = std::cbrt(0.4122214708 * c[0] + 0.5363325363 * c[1] + 0.0514459929 * c[2]);
    const double m = std::cbrt(0.2119034982 * c[0] + 0.6806995451 * c[1] + 0.1073969566 * c[2]);
    const double s = std::cbrt(0.0883024619 * c[0] + 0.2817188376 * c[1] + 0.6299787005 * c[2]);
    return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

LinearRgb linear_from_ok_lab(const OkLab& c) {
    const double l = std::pow(c.L + 0.3963377774 * c.a + 0.2158037573 * c.b, 3);
    const double m = std::pow(c.L - 0.1055613458 * c.a - 0.0638541728 * c.b, 3);
    const double s = std::pow(c.L - 0.0894841775 * c.a - 1.2914855480 * c.b, 3);
    return {4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s};
}

OkLab ok_lab_from_rgb(Rgb color) {
    return ok_lab_from_linear(linear_from_rgb(color));
}

Rgb rgb_from_ok_lab(const OkLab& color) {
    LinearRgb shown = linear_from_ok_lab(color);
    double fits = 0, too_much = 1;
    for (int step = 0; step < 20 && !displayable(shown); ++step) {
        const double share = (fits + too_much) / 2;
        const LinearRgb tried = linear_from_ok_lab({color.L, share * color.a, share * color.b});
        (displayable(tried) ? fits : too_much) = share;
        if (step == 19) shown = linear_from_ok_lab({color.L, fits * color.a, fits * color.b});
    }
    return rgb_from_linear(shown);
}

} // namespace ffn

#pragma once

#include "engine/raster/pyramid.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace ffn {

struct Rgb {
    std::uint8_t r = 0, g = 0, b = 0;
    bool operator==(const Rgb&) const = default;
};

/// A named map of 256 colours, perceptually uniform and fit for colour-blind eyes.
struct ColorMap {
    std::string_view name;
    bool diverging = false; ///< has a neutral middle that belongs on zero
    std::array<Rgb, 256> colors;
};

/// "viridis", "cividis", "grey" (sequential) · "blue_red", "purple_green" (diverging). Neutral middle of the
/// diverging maps: near white, with a dark twin (`blue_red_dark`, `purple_green_dark`) for dark windows.
const std::vector<ColorMap>& color_maps();
const ColorMap* color_map_from_name(std::string_view name);

enum class Transfer { Linear, SymLog, SquareRoot };

/// Which values get which colours.
struct ColorScale {
    const ColorMap* map = nullptr;
    float low = 0, high = 1;
    Transfer transfer = Transfer::Linear;
    Rgb nan{255, 0, 255}, pos_inf{255, 140, 0}, neg_inf{0, 200, 255}, padding{128, 128, 128};

    /// 0 … 1 along the map, clamped; `low` may equal `high`.
    double position(float value) const;
    Rgb color(float value) const;
};

/// `[−m, m]` with m the largest magnitude for signed data, `[0, max]` for non-negative; never empty.
std::pair<float, float> automatic_range(float min, float max);

/// 0xAARRGGBB pixels, row-major. A flag's colour wins over a value's: NaN over +Inf over −Inf over padding.
std::vector<std::uint32_t> colorize(const RasterImage& image, const ColorScale& scale);

} // namespace ffn

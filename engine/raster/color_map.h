#pragma once

#include "engine/core/thread_pool.h"
#include "engine/raster/ok_lab.h"
#include "engine/raster/pyramid.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace ffn {

/// A named map of 256 colours, perceptually uniform and fit for colour-blind eyes.
struct ColorMap {
    std::string_view name;
    bool diverging = false; ///< has a neutral middle that belongs on zero
    std::array<Rgb, 256> colors;
};

/// "viridis", "cividis", "grey" (sequential) · "blue_red", "purple_green" (diverging). Neutral middle of the
/// diverging maps: near white, with a dark twin (`blue_red_dark`, `purple_green_dark`) for dark windows.
const std::vector<ColorMap>& color_maps();
/// Null where there is none of that name.
const ColorMap* color_map_from_name(std::string_view name);

/// How values spread over the map; all keep the sign.
/// SquareRoot: sign·√|v|. SymLog: sign·log(1 + |v|/c), c a thousandth of the range's largest magnitude.
enum class Transfer { Linear, SymLog, SquareRoot };

/// Which values get which colours.
struct ColorScale {
    const ColorMap* map = nullptr;
    float low = 0, high = 1;
    Transfer transfer = Transfer::Linear;
    Rgb nan{255, 0, 255}, pos_inf{255, 140, 0}, neg_inf{0, 200, 255}, padding{128, 128, 128};
    std::optional<Rgb> below{}, above{}; ///< of finite values beside the range; none: the map's ends

    /// 0 … 1 along the map, clamped; `low` may equal `high`: then 0, ½ or 1.
    double position(float value) const;
    /// The value at a position: the other way round, for the ticks of a scale.
    double value_at(double position) const;
    Rgb color(float value) const;
};

/// `[−m, m]` with m the largest magnitude for signed data, `[0, max]` for non-negative; never empty.
std::pair<float, float> automatic_range(float min, float max);
/// `[−m, m]` with m the larger magnitude of the two; never empty.
std::pair<float, float> symmetric_range(float min, float max);
/// Least and largest value among the pixels; none where no pixel has a value.
std::optional<std::pair<float, float>> visible_range(const RasterImage& image);

/// Turns reduced values and their flags into 0xAARRGGBB pixels; what is the same for all is worked out once.
/// Used by several threads at a time.
class Colorizer {
  public:
    explicit Colorizer(const ColorScale& scale);
    void run(const float* values, const std::uint8_t* flags, std::int64_t count, std::uint32_t* pixels) const;

  private:
    std::uint32_t pixel(float value) const;
    std::size_t straight(float value) const;
    std::size_t found(float value) const;

    ColorScale m_scale;
    std::array<std::uint32_t, 258> m_pixels{}; // below, the map's 256, above
    std::array<float, 256> m_ends{};
    double m_steps = 0, m_start = 0;
};

/// 0xAARRGGBB pixels, row-major. A flag's colour wins over a value's: NaN over +Inf over −Inf over padding.
/// Pixels outside the data, and those without any value, are transparent.
std::vector<std::uint32_t> colorize(const RasterImage& image, const ColorScale& scale,
                                    ThreadPool* pool = nullptr);

} // namespace ffn

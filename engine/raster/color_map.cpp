#include "engine/raster/color_map.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace ffn {

namespace {

using Colors = std::array<Rgb, 256>;

// Ten published colours of each map (Smith & van der Walt 2015; Nuñez, Anderton & Renslow 2018), at equal
// steps.
constexpr std::array<Rgb, 10> kViridis{{{0x44, 0x01, 0x54},
                                        {0x48, 0x28, 0x78},
                                        {0x3e, 0x49, 0x89},
                                        {0x31, 0x68, 0x8e},
                                        {0x26, 0x82, 0x8e},
                                        {0x1f, 0x9e, 0x89},
                                        {0x35, 0xb7, 0x79},
                                        {0x6e, 0xce, 0x58},
                                        {0xb5, 0xde, 0x2b},
                                        {0xfd, 0xe7, 0x25}}};
constexpr std::array<Rgb, 10> kCividis{{{0x00, 0x22, 0x4e},
                                        {0x12, 0x35, 0x70},
                                        {0x3b, 0x49, 0x6c},
                                        {0x57, 0x5d, 0x6d},
                                        {0x70, 0x71, 0x73},
                                        {0x8a, 0x86, 0x78},
                                        {0xa5, 0x9c, 0x74},
                                        {0xc3, 0xb3, 0x69},
                                        {0xe1, 0xcc, 0x55},
                                        {0xfe, 0xe8, 0x38}}};

// Catmull-Rom through the anchors in OKLab: passes through each, without a kink there.
double spline(double before, double from, double to, double after, double t) {
    const double slope_from = (to - before) / 2, slope_to = (after - from) / 2;
    return from + t * (slope_from + t * (3 * (to - from) - 2 * slope_from - slope_to +
                                         t * (slope_from + slope_to - 2 * (to - from))));
}

Colors through(std::span<const Rgb> anchors) {
    const auto last = std::int64_t(anchors.size()) - 1;
    const auto lab = [&](std::int64_t i) {
        return ok_lab_from_rgb(anchors[std::size_t(std::clamp<std::int64_t>(i, 0, last))]);
    };
    Colors colors;
    for (std::size_t i = 0; i < colors.size(); ++i) {
        const double x = double(i) / 255 * double(last);
        const std::int64_t k = std::min(std::int64_t(x), last - 1);
        const double t = x - double(k);
        const OkLab p = lab(k - 1), q = lab(k), r = lab(k + 1), s = lab(k + 2);
        colors[i] = rgb_from_ok_lab(
            {spline(p.L, q.L, r.L, s.L, t), spline(p.a, q.a, r.a, s.a, t), spline(p.b, q.b, r.b, s.b, t)});
    }
    return colors;
}

// Not from black: eight bits a component cannot tell the darkest steps apart.
Colors greys() {
    Colors colors;
    for (std::size_t i = 0; i < colors.size(); ++i)
        colors[i] = rgb_from_ok_lab({0.12 + 0.88 * double(i) / 255, 0, 0});
    return colors;
}

// Straight in lightness from a grey middle to both ends, whose lightness is the same; hue constant on a side.
struct Diverging {
    double middle = 0, end = 0;       // lightness
    double low_hue = 0, high_hue = 0; // degrees in the a-b plane
    double low_chroma = 0, high_chroma = 0;
};

Colors diverging(const Diverging& d) {
    constexpr double kDegree = 3.14159265358979323846 / 180;
    Colors colors;
    for (std::size_t i = 0; i < colors.size(); ++i) {
        const double x = double(i) / 255 * 2 - 1; // −1 … 1
        const double away = std::abs(x);
        const double hue = (x < 0 ? d.low_hue : d.high_hue) * kDegree;
        // Chroma rises faster than lightness falls, so that small values already have a hue.
        const double chroma = (x < 0 ? d.low_chroma : d.high_chroma) * std::pow(away, 0.8);
        colors[i] = rgb_from_ok_lab(
            {d.middle + (d.end - d.middle) * away, chroma * std::cos(hue), chroma * std::sin(hue)});
    }
    return colors;
}

double spread(Transfer transfer, double value, double scale) {
    switch (transfer) {
    case Transfer::SymLog:
        return std::copysign(std::log1p(std::abs(value) / scale), value);
    case Transfer::SquareRoot:
        return std::copysign(std::sqrt(std::abs(value)), value);
    default:
        return value;
    }
}

double unspread(Transfer transfer, double spread_value, double scale) {
    switch (transfer) {
    case Transfer::SymLog:
        return std::copysign(std::expm1(std::abs(spread_value)) * scale, spread_value);
    case Transfer::SquareRoot:
        return std::copysign(spread_value * spread_value, spread_value);
    default:
        return spread_value;
    }
}

// What is the same for every value, worked out once.
struct Spread {
    explicit Spread(const ColorScale& s)
        : scale(s), log_scale(std::max(std::abs(double(s.low)), std::abs(double(s.high))) / 1000),
          low(spread(s.transfer, s.low, log_scale)), high(spread(s.transfer, s.high, log_scale)) {}

    double position(float value) const {
        if (!(scale.low < scale.high)) return value < scale.low ? 0 : value > scale.low ? 1 : 0.5;
        const double x = (spread(scale.transfer, value, log_scale) - low) / (high - low);
        return std::clamp(x, 0.0, 1.0);
    }
    double value_at(double position) const {
        return unspread(scale.transfer, low + (high - low) * position, log_scale);
    }

    const ColorScale& scale;
    double log_scale, low, high;
};

std::uint32_t opaque(Rgb c) {
    return 0xff000000u | std::uint32_t(c.r) << 16 | std::uint32_t(c.g) << 8 | c.b;
}

std::uint32_t flag_color(const ColorScale& scale, std::uint8_t flags) {
    if (flags & kHasNaN) return opaque(scale.nan);
    if (flags & kHasPosInf) return opaque(scale.pos_inf);
    if (flags & kHasNegInf) return opaque(scale.neg_inf);
    return flags & kAllPadding ? opaque(scale.padding) : 0;
}

} // namespace

const std::vector<ColorMap>& color_maps() {
    // Hues that stay apart for red-green blind eyes: blue against red-orange, purple against green.
    static const std::vector<ColorMap> kMaps{
        {"viridis", false, through(kViridis)},
        {"cividis", false, through(kCividis)},
        {"grey", false, greys()},
        {"blue_red", true, diverging({0.97, 0.40, 255, 30, 0.16, 0.16})},
        {"purple_green", true, diverging({0.97, 0.40, 312, 145, 0.18, 0.13})},
        {"blue_red_dark", true, diverging({0.20, 0.76, 250, 35, 0.15, 0.16})},
        {"purple_green_dark", true, diverging({0.20, 0.76, 312, 145, 0.17, 0.18})},
    };
    return kMaps;
}

const ColorMap* color_map_from_name(std::string_view name) {
    for (const ColorMap& map : color_maps())
        if (map.name == name) return &map;
    return nullptr;
}

double ColorScale::position(float value) const {
    return Spread(*this).position(value);
}

double ColorScale::value_at(double position) const {
    return Spread(*this).value_at(position);
}

Rgb ColorScale::color(float value) const {
    if (std::isnan(value)) return nan;
    if (std::isinf(value)) return value > 0 ? pos_inf : neg_inf;
    if (value < low && below) return *below;
    if (value > high && above) return *above;
    return map->colors[std::size_t(position(value) * 255 + 0.5)];
}

std::pair<float, float> symmetric_range(float min, float max) {
    const float most = std::max(std::abs(min), std::abs(max));
    return most > 0 && std::isfinite(most) ? std::pair(-most, most) : std::pair(-1.0f, 1.0f);
}

std::pair<float, float> automatic_range(float min, float max) {
    if (min < 0) return symmetric_range(min, max);
    return max > 0 && std::isfinite(max) ? std::pair(0.0f, max) : std::pair(0.0f, 1.0f);
}

std::optional<std::pair<float, float>> visible_range(const RasterImage& image) {
    std::optional<std::pair<float, float>> range;
    for (float v : image.values) {
        if (std::isnan(v)) continue;
        if (!range) range = {v, v};
        range = {std::min(range->first, v), std::max(range->second, v)};
    }
    return range;
}

Colorizer::Colorizer(const ColorScale& scale) : m_scale(scale) {
    for (std::size_t i = 0; i < 256; ++i)
        m_pixels[i + 1] = opaque(scale.map->colors[i]);
    m_pixels.front() = scale.below ? opaque(*scale.below) : m_pixels[1];
    m_pixels.back() = scale.above ? opaque(*scale.above) : m_pixels[256];
    const Spread spread(scale);
    m_steps = scale.low < scale.high ? 255 / (double(scale.high) - scale.low) : 0;
    m_start = scale.low < scale.high ? 1.5 : 129; // half a step to round; the middle of an empty range
    // Values at which one colour gives way to the next: a search among them costs less than a logarithm.
    for (std::size_t i = 0; i < 255; ++i)
        m_ends[i] = float(spread.value_at((double(i) + 0.5) / 255));
    m_ends[255] = std::numeric_limits<float>::infinity();
}

std::size_t Colorizer::straight(float value) const {
    return std::size_t(std::min((double(value) - m_scale.low) * m_steps + m_start, 256.0));
}

// The first whose end is above the value, by halving without a branch.
std::size_t Colorizer::found(float value) const {
    std::size_t i = 0;
    for (std::size_t half = 128; half > 0; half /= 2)
        i += value >= m_ends[i + half - 1] ? half : 0;
    return i + 1;
}

std::uint32_t Colorizer::pixel(float value) const {
    if (value < m_scale.low) return m_pixels.front();
    if (value > m_scale.high) return m_pixels.back();
    return m_pixels[m_scale.transfer == Transfer::Linear || m_steps == 0 ? straight(value) : found(value)];
}

void Colorizer::run(const float* values, const std::uint8_t* flags, std::int64_t count,
                    std::uint32_t* pixels) const {
    for (std::int64_t i = 0; i < count; ++i)
        pixels[i] = flags[i] ? flag_color(m_scale, flags[i]) : pixel(values[i]);
}

std::vector<std::uint32_t> colorize(const RasterImage& image, const ColorScale& scale, ThreadPool* pool) {
    constexpr std::int64_t kBlock = 1 << 16; // pixels; about 0.2 ms
    const Colorizer colorizer(scale);
    const auto pixels = std::int64_t(image.values.size());
    std::vector<std::uint32_t> colors(image.values.size());
    const auto block = [&](std::int64_t b) {
        const std::int64_t first = b * kBlock, count = std::min(kBlock, pixels - first);
        colorizer.run(image.values.data() + first, image.flags.data() + first, count, colors.data() + first);
    };
    const std::int64_t blocks = (pixels + kBlock - 1) / kBlock;
    if (pool) pool->for_each_block(blocks, block);
    for (std::int64_t b = 0; b < blocks && !pool; ++b)
        block(b);
    return colors;
}

} // namespace ffn

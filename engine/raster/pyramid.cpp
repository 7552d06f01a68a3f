#include "engine/raster/pyramid.h"

#include "engine/raster/pyramid_reader.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace ffn {

namespace {

// A frame reads at most so many cells a pixel, unless the part is small anyway.
constexpr double kFrameCellsPerPixel = 1;
constexpr double kFewCells = 1 << 20;
// What one thread takes at a time: some rows of pixels, as many columns as stay in its cache.
constexpr std::int64_t kTileRows = 16;
constexpr std::int64_t kTileCells = 8192;

void run_blocks(ThreadPool* pool, std::int64_t count, const std::function<void(std::int64_t)>& body,
                const Progress& progress) {
    if (pool) return pool->for_each_block(count, body, progress);
    for (std::int64_t i = 0; i < count; ++i) {
        progress.check();
        body(i);
    }
}

} // namespace

struct Pyramid::Tiles {
    std::size_t level = 0;
    std::vector<CellRange> rows{}, units{}; // of each pixel, in cells of the level
    std::int64_t wide = 1;                  // pixels of a tile along the units
    bool transposed = false;

    std::int64_t across() const { return (std::int64_t(units.size()) + wide - 1) / wide; }
    std::int64_t down() const { return (std::int64_t(rows.size()) + kTileRows - 1) / kTileRows; }
};

Pyramid::Pyramid(std::shared_ptr<const Tensor> values, std::shared_ptr<const TokenBatch> tokens,
                 Reduction reduction, CellOrder order)
    : m_values(std::move(values)), m_tokens(std::move(tokens)), m_reduction(reduction),
      m_order(std::move(order)) {
    m_levels.push_back({.rows = rows(), .units = units(), .values = m_values->data()});
    if (!m_tokens || m_tokens->tokens() == rows()) return;
    const std::int64_t len = m_values->shape().len;
    m_real_before.resize(std::size_t(rows()) + 1);
    for (std::int64_t r = 0; r < rows(); ++r) {
        const std::int64_t row = m_order.row(r);
        m_real_before[std::size_t(r) + 1] =
            m_real_before[std::size_t(r)] + !m_tokens->is_padding(row / len, row % len);
    }
}

std::uint64_t Pyramid::extra_bytes() const {
    std::uint64_t bytes = m_real_before.size() * sizeof(std::uint32_t);
    for (std::size_t k = 1; k < m_levels.size(); ++k)
        bytes += std::uint64_t(m_levels[k].rows * m_levels[k].units) * sizeof(float) +
                 m_levels[k].flags.size() + m_levels[k].flagged_rows.size();
    return bytes;
}

std::int64_t Pyramid::real_rows_between(std::int64_t begin, std::int64_t end) const {
    if (m_real_before.empty()) return end - begin;
    return std::int64_t(m_real_before[std::size_t(end)]) - m_real_before[std::size_t(begin)];
}

std::int64_t Pyramid::real_rows(std::size_t level, std::int64_t row) const {
    const int shift = m_levels[level].row_shift;
    return real_rows_between(row << shift, std::min((row + 1) << shift, rows()));
}

std::size_t Pyramid::choose_level(const CellArea& part, double row_pixels, double unit_pixels,
                                  bool exact) const {
    const double budget = std::max(kFrameCellsPerPixel * row_pixels * unit_pixels, kFewCells);
    std::size_t level = 0;
    while (!exact && level + 1 < m_levels.size()) {
        const Level &here = m_levels[level], &next = m_levels[level + 1];
        const double cells = std::ldexp(part.rows * part.units, -here.row_shift - here.unit_shift);
        const bool rows_fit = next.row_shift == 0 || std::ldexp(row_pixels, next.row_shift) <= part.rows;
        const bool units_fit = next.unit_shift == 0 || std::ldexp(unit_pixels, next.unit_shift) <= part.units;
        if (cells <= budget || !rows_fit || !units_fit) break;
        ++level;
    }
    return level;
}

Pyramid::Tiles Pyramid::plan_tiles(const CellArea& part, const PixelAxis& row_axis,
                                   const PixelAxis& unit_axis, const RenderOptions& options) const {
    Tiles tiles{.transposed = options.transposed};
    tiles.level = choose_level(part, double(row_axis.pixels), double(unit_axis.pixels),
                               options.detail == RenderOptions::Detail::Exact);
    const Level& level = m_levels[tiles.level];
    tiles.rows = pixel_ranges(row_axis, level.row_shift);
    tiles.units = pixel_ranges(unit_axis, level.unit_shift);
    const double cells_a_pixel = std::max(1.0, std::ldexp(unit_axis.cells_per_pixel(), -level.unit_shift));
    tiles.wide =
        std::clamp<std::int64_t>(std::int64_t(double(kTileCells) / cells_a_pixel), 1, unit_axis.pixels);
    return tiles;
}

RasterImage Pyramid::render(const CellArea& part, std::int64_t width, std::int64_t height,
                            const RenderOptions& options, RasterImage reused) const {
    assert(width > 0 && height > 0 && part.rows > 0 && part.units > 0);
    const PixelAxis row_axis{part.row, part.rows, options.transposed ? width : height, rows()};
    const PixelAxis unit_axis{part.unit, part.units, options.transposed ? height : width, units()};
    const Tiles tiles = plan_tiles(part, row_axis, unit_axis, options);
    const Level& level = m_levels[tiles.level];

    RasterImage image{width,
                      height,
                      std::move(reused.values),
                      std::move(reused.flags),
                      row_axis.cells_per_pixel(),
                      unit_axis.cells_per_pixel()};
    image.grain_rows = std::int64_t(1) << level.row_shift;
    image.grain_units = std::int64_t(1) << level.unit_shift;
    image.values.resize(std::size_t(width * height));
    image.flags.resize(std::size_t(width * height));
    run_blocks(options.pool, tiles.across() * tiles.down(),
               [&](std::int64_t tile) { render_tile(std::size_t(tile), tiles, image); }, {{}, options.stop});
    return image;
}

void Pyramid::render_tile(std::size_t tile, const Tiles& tiles, RasterImage& image) const {
    const auto x0 = std::int64_t(tile) % tiles.across() * tiles.wide;
    const auto y0 = std::int64_t(tile) / tiles.across() * kTileRows;
    const auto y1 = std::min(y0 + kTileRows, std::int64_t(tiles.rows.size()));
    const std::span<const CellRange> units(
        tiles.units.data() + x0, std::size_t(std::min(tiles.wide, std::int64_t(tiles.units.size()) - x0)));
    std::vector<float> values(units.size());
    std::vector<std::uint8_t> flags(units.size());
    Reader reader(*this, tiles.level);
    reader.set_units(units);
    const std::int64_t step = tiles.transposed ? image.width : 1;
    for (std::int64_t y = y0; y < y1; ++y) {
        const CellRange rows = tiles.rows[std::size_t(y)];
        // Magnified rows repeat.
        if (y == y0 || rows != tiles.rows[std::size_t(y - 1)])
            reader.reduce(rows, values.data(), flags.data());
        const std::int64_t first = tiles.transposed ? x0 * image.width + y : y * image.width + x0;
        for (std::size_t x = 0; x < units.size(); ++x) {
            image.values[std::size_t(first) + x * std::size_t(step)] = values[x];
            image.flags[std::size_t(first) + x * std::size_t(step)] = flags[x];
        }
    }
}

} // namespace ffn

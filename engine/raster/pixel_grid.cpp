#include "engine/raster/pixel_grid.h"

#include <algorithm>
#include <cmath>

namespace ffn {

namespace {

// Multiplied before it is divided: an edge that falls on a whole cell is then a whole number, and no pixel
// takes a cell that it only touches.
double edge(const PixelAxis& axis, std::int64_t half_pixels) {
    return axis.start + double(half_pixels) * axis.span / double(2 * axis.pixels);
}

CellRange overlapped(const PixelAxis& axis, std::int64_t pixel) {
    if (axis.magnified()) {
        const auto cell = std::int64_t(std::floor(edge(axis, 2 * pixel + 1)));
        return {cell, cell + 1};
    }
    return {std::int64_t(std::floor(edge(axis, 2 * pixel))),
            std::int64_t(std::ceil(edge(axis, 2 * pixel + 2)))};
}

} // namespace

std::vector<CellRange> pixel_ranges(const PixelAxis& axis, int shift) {
    std::vector<CellRange> ranges(std::size_t(std::max<std::int64_t>(axis.pixels, 0)));
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        const CellRange r = overlapped(axis, std::int64_t(i));
        const std::int64_t begin = std::clamp<std::int64_t>(r.begin, 0, axis.cells);
        const std::int64_t end = std::clamp<std::int64_t>(r.end, 0, axis.cells);
        if (begin < end) ranges[i] = {begin >> shift, ((end - 1) >> shift) + 1};
    }
    return ranges;
}

} // namespace ffn

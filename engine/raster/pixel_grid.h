#pragma once

#include "engine/raster/reduction.h"

#include <vector>

namespace ffn {

/// One axis of a picture: `pixels` equal steps over `span` cells from `start`, over data of `cells` cells.
struct PixelAxis {
    double start = 0;
    double span = 0;
    std::int64_t pixels = 0;
    std::int64_t cells = 0;

    double cells_per_pixel() const { return span / double(pixels); }
    bool magnified() const { return span <= double(pixels); }
};

/// The cells of each pixel: all those it overlaps, or, where cells are larger than pixels, the one under its
/// centre. A pixel beside the data gets an empty range.
///
/// Cells are those of a level that holds 2^shift data cells in one, so that a range is rounded outwards by
/// less than one level cell at either end.
std::vector<CellRange> pixel_ranges(const PixelAxis& axis, int shift = 0);

} // namespace ffn

#pragma once

#include <cstdint>
#include <vector>

namespace ffn::ui {

/// How the cells along one axis meet the device pixels of a window: which cells are rendered, into how many
/// samples, and which sample each pixel shows.
///
/// Where a cell is at least a pixel wide, one sample is one cell and a pixel shows the cell under its centre.
/// Where it is narrower, one sample is one pixel.
struct AxisSampling {
    std::int64_t firstCell = 0, cells = 0;
    int samples = 0;
    bool exact = true;
    double pixelsPerCell = 1; ///< device pixels, always positive
    int firstPixel = 0;       ///< first pixel of the window that shows a cell
    std::vector<int> sample;  ///< for each pixel from `firstPixel` on

    bool empty() const { return sample.empty(); }
    double origin = 0,
           step = 1; ///< pixel of the outer edge of cell 0; pixels a cell, negative when it runs backwards
    /// In cells from the outer edge of cell 0: where the first pixel begins and the last one ends.
    double beginCell() const { return (firstPixel - origin) / step; }
    double endCell() const { return (pixelEnd() - origin) / step; }
    int pixelEnd() const { return firstPixel + int(sample.size()); }
};

/// `origin` is the pixel position of the outer edge of cell 0; `pixelsPerCell` is negative on an axis that
/// runs backwards; the window is the pixels [begin, end). At least one pixel shows a non-empty axis that
/// touches the window.
AxisSampling sampleAxis(double origin, double pixelsPerCell, std::int64_t cells, int begin, int end);

} // namespace ffn::ui

#pragma once

#include "engine/raster/color_map.h"
#include "engine/raster/pyramid.h"
#include "ui/heatmap/axis_sampling.h"

#include <QImage>

namespace ffn::ui {

/// How a picture's pixels meet the cells: along x and y are units and rows, or rows and units when
/// transposed.
struct MapSampling {
    AxisSampling units, rows;
    bool transposed = false;
    const AxisSampling& x() const { return transposed ? rows : units; }
    const AxisSampling& y() const { return transposed ? units : rows; }
    bool empty() const { return units.empty() || rows.empty(); }
    /// The same cells in the same pixels.
    bool shows(const MapSampling& other) const;
};

/// The reduced values of the cells that a sampling renders, a sample each, x along a row. Empty when it is
/// empty.
RasterImage mapRaster(const Pyramid& pyramid, const MapSampling& sampling, ThreadPool* pool = nullptr,
                      std::stop_token stop = {}, RasterImage reused = {});
/// The device pixels of a raster made with the same sampling.
QImage paintRaster(const RasterImage& raster, const MapSampling& sampling, const ColorScale& scale,
                   ThreadPool* pool = nullptr, QImage reused = {});

/// Both in one: one image pixel for each pixel of the two samplings; null when one of them is empty.
QImage mapImage(const Pyramid& pyramid, const MapSampling& sampling, const ColorScale& scale);

/// What one pixel stands for: "1 px = 14 × 5 cells (units × tokens), max |x|", or "exact: 1 cell = 12 × 8
/// px".
QString pixelMeaning(const AxisSampling& units, const AxisSampling& rows, Reduction reduction);

/// The reduction in words, as the status line and figures say it.
QString reductionText(Reduction reduction);

} // namespace ffn::ui

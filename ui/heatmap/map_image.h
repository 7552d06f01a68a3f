#pragma once

#include "engine/raster/color_map.h"
#include "engine/raster/pyramid.h"
#include "ui/heatmap/axis_sampling.h"

#include <QImage>

namespace ffn::ui {

/// The reduced values of the cells that two samplings render, one for each sample. Empty when one is empty.
RasterImage mapRaster(const Pyramid& pyramid, const AxisSampling& units, const AxisSampling& rows,
                      ThreadPool* pool = nullptr);
/// The device pixels of a raster made with the same samplings.
QImage paintRaster(const RasterImage& raster, const AxisSampling& units, const AxisSampling& rows,
                   bool transposed, const ColorScale& scale);

/// Both in one. The device pixels of a map: units along x and rows along y, or the other way round when
/// transposed. One image pixel for each pixel of the two samplings; null when one of them is empty.
QImage mapImage(const Pyramid& pyramid, const AxisSampling& units, const AxisSampling& rows, bool transposed,
                const ColorScale& scale);

/// What one pixel stands for: "1 px = 14 × 5 cells (units × tokens), max |x|", or "exact: 1 cell = 12 × 8
/// px".
QString pixelMeaning(const AxisSampling& units, const AxisSampling& rows, Reduction reduction);

/// The reduction in words, as the status line and figures say it.
QString reductionText(Reduction reduction);

} // namespace ffn::ui

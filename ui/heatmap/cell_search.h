#pragma once

#include "engine/core/progress.h"
#include "engine/core/tensor.h"
#include "engine/raster/pyramid.h"
#include "ui/heatmap/row_labels.h"

#include <optional>
#include <utility>

namespace ffn::ui {

// All of them read every value at worst: work for a job. They throw Stopped.

using Cell = std::pair<qint64, qint64>; ///< row, unit

/// The cell with the largest finite magnitude, padding left out.
std::optional<Cell> largestCell(const Tensor& values, const RowLabels& rows, const Progress& progress = {});
/// The next row after the place `from` whose cells are all zero, padding left out, around the end; −1 is
/// before the first. Places are those of the picture.
std::optional<qint64> nextZeroRow(const Pyramid& pyramid, qint64 from, const Progress& progress = {});
/// The next NaN or ±Inf after `from` in reading order, around the end.
std::optional<Cell> nextNonFinite(const Tensor& values, const RowLabels& rows, Cell from,
                                  const Progress& progress = {});

} // namespace ffn::ui

#pragma once

#include "engine/core/progress.h"
#include "engine/forward/snapshot.h"
#include "engine/raster/color_map.h"
#include "engine/raster/histogram.h"
#include "engine/raster/pyramid.h"

#include <QString>

#include <utility>

namespace ffn::ui {

/// Which values the ends of the colour scale stand for.
struct ValueRange {
    enum class Kind { Automatic, Symmetric, Percentiles, Visible, Typed };
    Kind kind = Kind::Automatic;
    double low = 0, high = 0; ///< the values when typed, 0 … 100 when percentiles
    bool operator==(const ValueRange&) const = default;
};

/// `auto`, `symmetric`, `MIN:MAX` or percentiles `p1:99`. Throws Error saying what would be right.
ValueRange parseValueRange(const QString& text);
QString valueRangeText(const ValueRange& range);

/// True when finding the ends means reading the values, which is work for a job.
bool readsValues(const ValueRange& range, Reduction reduction);

/// The ends for a stage. Percentiles are exact, over all finite real values; `part`, in the places of
/// `order`, matters to Visible only.
std::pair<float, float> rangeEnds(const ValueRange& range, const Snapshot& snapshot, Stage stage,
                                  Reduction reduction, const CellRect& part, const Progress& progress = {},
                                  const CellOrder& order = {});

/// The ends that hold those of every kept stage with units, so that colours can be compared between stages.
/// Visible is read as automatic.
std::pair<float, float> sharedEnds(const ValueRange& range, const Snapshot& snapshot, Reduction reduction,
                                   const Progress& progress = {});

/// The tokens of a stage's rows; without any known, as many nameless ones as there are rows.
TokenBatch tokensOf(const Snapshot& snapshot, Stage stage);

/// Diverging for stages with values below zero, sequential for others; the dark twin in dark windows.
const ColorMap* automaticMap(const Snapshot& snapshot, Stage stage, Reduction reduction, bool dark);
/// A map by name, or the automatic one when the name is empty or "auto"; a diverging map in its dark twin.
const ColorMap* mapFromName(const QString& name, const Snapshot& snapshot, Stage stage, Reduction reduction,
                            bool dark);

/// The padding's colour for light and dark windows.
Rgb paddingColor(bool dark);

} // namespace ffn::ui

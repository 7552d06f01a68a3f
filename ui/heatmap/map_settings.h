#pragma once

#include "ui/heatmap/map_coloring.h"
#include "ui/heatmap/map_order.h"

namespace ffn::ui {

/// What is drawn along the edges of a map: the values of the cursor's row and column, or the share of active
/// cells of every row and column.
enum class Margins { Cursor, Activity };

/// What a map is of, for its words: tokens and units of a stage, or rows and columns of a matrix.
enum class MapOf { Stage, Matrix };

/// How a person wants stages drawn; the same for all of them.
struct MapSettings {
    Reduction reduction = Reduction::SignedMaxAbs;
    QString map; ///< a colour map's name; empty: chosen by the values' signs
    ValueRange range;
    Transfer transfer = Transfer::Linear;
    bool transposed = false;
    bool sharedRange = false; ///< one range for all stages
    AxisOrder units, rows;
    Margins margins = Margins::Cursor;
    bool operator==(const MapSettings&) const = default;
};

} // namespace ffn::ui

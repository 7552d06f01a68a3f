#pragma once

#include "engine/exports/stage_part.h"
#include "engine/raster/pyramid.h"
#include "ui/heatmap/map_settings.h"
#include "ui/snapshot_view.h"

#include <utility>

namespace ffn::ui {

/// What a person sees of a stage, or has marked in it: enough to draw or write it elsewhere.
struct ShownPart {
    SnapshotPtr snapshot;
    Stage stage = Stage::Hidden;
    CellRect cells; ///< in places of the order
    CellOrder order;
    MapSettings settings;
    std::pair<float, float> ends; ///< of the colour scale

    /// The true numbers of its rows and units.
    StagePart numbers() const;
};

} // namespace ffn::ui

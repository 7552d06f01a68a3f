#pragma once

#include "engine/core/progress.h"
#include "engine/forward/snapshot.h"

#include <QtGlobal>

#include <vector>

namespace ffn::ui {

/// What one hidden unit did over the real tokens.
struct UnitRow {
    double activeFraction = 0; ///< share of tokens with |value| > threshold; NaN is active
    double mean = 0;           ///< of the finite values; NaN when there are none
    double max = 0;            ///< likewise
    qint64 topRow = -1;        ///< where `max` is, the first such row; −1 when there is none
};

/// One row a hidden unit; needs the hidden stage.
std::vector<UnitRow> unitTable(const Snapshot& snapshot, float threshold, const Progress& progress = {});

} // namespace ffn::ui

#pragma once

#include "engine/core/progress.h"
#include "engine/forward/snapshot.h"

#include <QtGlobal>

#include <vector>

namespace ffn::ui {

/// Values in [low, high) — the last bin holds its upper edge too — and the first cell among them.
struct HistogramBin {
    double low = 0, high = 0;
    qint64 count = 0;
    qint64 row = -1, unit = -1;
};

/// How a stage's values are spread. Exact zeros are counted apart, so that a sparse stage's other values can
/// be seen; NaN and infinities lie in no bin; padding counts nowhere. Zero is an edge between two bins.
struct StageHistogram {
    std::vector<HistogramBin> bins;
    qint64 zeros = 0;

    /// The bin of a value, −1 for zero, NaN, infinities and values outside.
    int binOf(double value) const;
};

/// At most `bins` + 1 bins of equal width over the finite values that are not zero; none when there are none.
StageHistogram stageHistogram(const Snapshot& snapshot, Stage stage, int bins, const Progress& progress = {});

} // namespace ffn::ui

#pragma once

#include "engine/core/progress.h"
#include "engine/core/tensor.h"
#include "engine/core/token_batch.h"

#include <vector>

namespace ffn {

/// The share of active cells of every row and every unit of a stage: the margins of its heat map. A cell is
/// active when |value| > threshold or it is NaN. Padding counts nothing; a row of padding is NaN, as is a
/// unit without tokens.
struct ActiveMargins {
    std::vector<float> rows, units;
};

/// One pass over the values. Throws Stopped.
ActiveMargins active_margins(const Tensor& values, const TokenBatch& tokens, float threshold,
                             const Progress& progress = {});

} // namespace ffn

#pragma once

#include "engine/analysis/outlier_dimensions.h"
#include "engine/analysis/residual.h"
#include "engine/analysis/table.h"
#include "engine/forward/snapshot.h"

#include <cstddef>
#include <cstdint>

namespace ffn {

/// "residual": a row for each token. Needs what `residual` needs.
Table residual_table(const Snapshot& snapshot);
/// "writers": a row for each token and rank of the `count` units that write most along its update.
Table writers_table(const Snapshot& snapshot, std::size_t count);
/// "outliers": a row for each outlier dimension of input, residual_sum and output, as far as kept.
Table outliers_table(const Snapshot& snapshot, const OutlierRules& rules = {});
/// "norm": a row for each token: the statistics, and the two facts to check after centring and scaling. Empty
/// for a block without a norm.
Table norm_table(const Snapshot& snapshot);
/// "gains": gains and biases of the norm that are far from the others', see `outliers`.
Table gains_table(const Snapshot& snapshot, double k = 8);
/// "cell": the terms of one cell, largest first, then their sum and the value. Empty where `provenance` is.
Table cell_table(const Snapshot& snapshot, Stage stage, std::int64_t row, std::int64_t unit, int largest);
/// "waterfall": of one cell of the output. Empty where `waterfall` is.
Table waterfall_table(const Snapshot& snapshot, std::int64_t row, std::int64_t dim, std::size_t largest);

} // namespace ffn

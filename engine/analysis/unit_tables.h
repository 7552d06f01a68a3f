#pragma once

#include "engine/analysis/layer_summary.h"
#include "engine/analysis/savings.h"
#include "engine/analysis/sparsity.h"
#include "engine/analysis/table.h"
#include "engine/analysis/unit_census.h"

#include <span>

namespace ffn {

/// "sparsity": a row for each token.
Table sparsity_table(const Snapshot& snapshot, const Sparsity& sparsity);
/// "sequences": a row for each row of the batch, and one without `batch` for all of them together.
Table sequences_table(const Sparsity& sparsity);
/// "union": share of the units active in at least one of the first `tokens`.
Table union_table(const Sparsity& sparsity);
/// "savings": a row for each point of a curve; several curves can follow one another.
Table savings_table();
void add_curve(Table& table, KeepRule rule, std::span<const SavingsPoint> curve);
/// "census": a row for each unit.
Table census_table(const UnitCensus& census);
/// "top_tokens": a row for each unit and rank.
Table top_tokens_table(const UnitCensus& census);
/// "kinds": how many units of each kind.
Table kinds_table(const UnitCensus& census);
/// "layers": a row for each block.
Table layers_table(std::span<const LayerSummary> layers);

} // namespace ffn

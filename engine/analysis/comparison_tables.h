#pragma once

#include "engine/analysis/comparison.h"
#include "engine/analysis/nonfinite_trace.h"
#include "engine/analysis/numerics.h"
#include "engine/analysis/table.h"

#include <span>

namespace ffn {

/// "compare": a row for each stage.
Table distances_table(const TokenMatch& match, std::span<const StageDistance> distances);
/// "differences": the `count` largest of each stage that both keep with the same dim.
Table differences_table(const Snapshot& a, const Snapshot& b, const TokenMatch& match, std::size_t count);
/// "alignment": a row for each pair of tokens.
Table alignment_table(const Snapshot& a, const Snapshot& b, const TokenMatch& match);
/// "numerics": a row for each stage.
Table numerics_table(const Snapshot& snapshot, std::span<const StageLoss> losses);
/// "nonfinite": a row for each token with NaN or Inf.
Table nonfinite_table(const Snapshot& snapshot, const NonFiniteTrace& trace);

} // namespace ffn

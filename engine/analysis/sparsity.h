#pragma once

#include "engine/core/progress.h"
#include "engine/core/thread_pool.h"
#include "engine/forward/snapshot.h"

#include <cstdint>
#include <vector>

namespace ffn {

/// One row of the batch by itself.
struct SequenceSparsity {
    std::int64_t tokens = 0;
    double active_fraction = 0; ///< mean over its tokens
    double union_fraction = 0;  ///< of the units: active in at least one of its tokens
};

/// What the activation left empty. A cell is inactive when |value| ≤ threshold (0: exactly zero); NaN is
/// active.
struct Sparsity {
    float threshold = 0;
    std::int64_t tokens_seen = 0;
    double zero_fraction = 0;
    std::vector<std::vector<double>> zero_fraction_per_token{}; ///< [batch][length of the row], no padding
    std::vector<double> active_fraction_per_unit{};             ///< [d_ff], share of the tokens seen
    std::int64_t units_never_active = 0;
    std::int64_t units_always_active = 0;
    std::vector<SequenceSparsity> sequences{}; ///< [batch]; NaN for one without tokens
    std::vector<double> union_by_tokens{}; ///< share of units active in at least one of the first n+1 tokens
};

/// Of the snapshot's hidden stage, which must be kept; one pass over its values. Fractions of nothing (no
/// tokens) are NaN and no unit counts as never or always active then. Without a pool: on the calling thread.
Sparsity sparsity(const Snapshot& snapshot, float threshold = 0, ThreadPool* pool = nullptr,
                  const Progress& progress = {});

/// A threshold to begin with: 0 where the activation gives exact zeros, else a tenth of the root mean square
/// of the hidden stage (from its summary). Below it a value of GELU or SiLU adds little; there is no true
/// border.
float suggested_threshold(const Snapshot& snapshot);

} // namespace ffn

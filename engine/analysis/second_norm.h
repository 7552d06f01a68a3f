#pragma once

#include "engine/forward/snapshot.h"

#include <vector>

namespace ffn {

/// What the second norm does to one token's projection f, its statistics taken as they are:
/// update[d] = scale[d]·f[d] + shift[d]. For a block without one: scale 1, shift 0.
///
/// scale = rstd·gain and shift = bias − mean·scale, in double; mean is 0 for RMSNorm.
struct SecondNorm {
    double mean = 0, rstd = 1;
    std::vector<double> scale, shift; ///< [d_model]
};

/// For row `row` = batch·len + position. Needs the model and, with a second norm, the stage projection.
SecondNorm second_norm(const Snapshot& snapshot, std::int64_t row);

/// The second norm of any row in double: from a projection to what is added. `f` itself without one.
std::vector<double> second_normed(const FeedForward& model, std::vector<double> f);

} // namespace ffn

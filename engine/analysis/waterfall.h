#pragma once

#include "engine/forward/snapshot.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace ffn {

/// One bar of a waterfall.
struct WaterfallStep {
    enum class Kind { Input, Bias, Unit, Rest, SecondNorm, Sum, Centre, Scale, Gain, NormBias, Output };
    Kind kind = Kind::Input;
    std::int64_t unit = -1; ///< hidden unit, for `Unit`
    double change = 0;      ///< what this step adds; of Sum and Output the value itself
    double total = 0;       ///< after it
};

/// How one cell of the output came about, from the block's input on: x, the bias of W₂, the `largest` units
/// (largest |hidden · weight| first), the rest of them, residual_sum; then, in a post-norm block, what
/// centring, scaling, gain and bias each change, and the output. Every total is the one before plus the
/// change; in a block with a second norm bias and units count as its gain and the token's rstd scale them,
/// and SecondNorm is what its mean and bias add. Sum and Output say what the stages hold, which differs from
/// the total by rounding to float32.
///
/// Needs weights and the stages input, hidden and residual_sum (second norm: projection; post-norm:
/// norm_mean, norm_rstd and output too); nothing where they are missing or the row is padding.
std::optional<std::vector<WaterfallStep>> waterfall(const Snapshot& snapshot, std::int64_t row,
                                                    std::int64_t dim, std::size_t largest = 8);

} // namespace ffn

#pragma once

#include "engine/core/tensor.h"
#include "engine/forward/snapshot.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace ffn {

/// Where one can stop inside a norm, in the order of computation.
enum class NormStep {
    Entering, ///< x: residual_sum (post-norm) or input (pre-norm)
    Centred,  ///< x − mean; RMSNorm: x, for it does not centre
    Scaled,   ///< (x − mean)·rstd, the stage `normalized`
    Gained,   ///< · gain
    Shifted,  ///< + bias: what leaves the norm
};
inline constexpr std::size_t kNormSteps = 5;
/// "entering", "centred", "scaled", "gained", "shifted".
std::string_view name(NormStep step);

/// One row after one step, and the two facts that can be checked on it.
struct NormStepRow {
    std::vector<double> values; ///< [d_model], computed in float64 from the kept stage that enters
    double sum = 0;             ///< after centring 0: the row stands at right angles to 1 = (1, …, 1)
    double cosine_ones = 0;     ///< cosine to 1: sum / (length·√d); NaN for a row of zeros
    double length = 0;          ///< after scaling √d (StdNorm: √(d − 1)), but for ε
};

struct NormSteps {
    double mean = 0, variance = 0, rstd = 0; ///< in float64; RMSNorm: mean 0, variance = mean(x²)
    /// What the length after scaling must be: √(d·σ²/(σ² + ε)), so √d where ε is nothing beside the variance;
    /// StdNorm: √(d − 1)·σ/(σ + ε).
    double expected_length = 0;
    std::array<NormStepRow, kNormSteps> steps;
};

/// Of one token. Nothing where the block has no norm, weights or the entering stage are missing, or the row
/// is padding.
std::optional<NormSteps> norm_steps(const Snapshot& snapshot, std::int64_t row);

/// One step of all tokens as a stage to look at, [batch, len, d_model], padding 0; nothing as above.
std::optional<Tensor> norm_step_tensor(const Snapshot& snapshot, NormStep step);

} // namespace ffn

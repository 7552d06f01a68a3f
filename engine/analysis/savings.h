#pragma once

#include "engine/core/progress.h"
#include "engine/core/thread_pool.h"
#include "engine/forward/snapshot.h"

#include <cstdint>
#include <span>
#include <vector>

namespace ffn {

/// Which hidden values of a token are still multiplied; the others are taken as 0.
enum class KeepRule {
    AboveThreshold, ///< |hidden| > the point's value; 0 drops what is 0 and changes nothing
    Largest,        ///< as many of the largest |hidden| as the point says; of equal ones the first
};

/// What dropping values did to one stage, over tokens whose rows are finite.
struct DropError {
    double mean_cosine = 1;  ///< between a token's row before and after; 0 when one of them is all zero
    double worst_cosine = 1; ///< of any token
    double relative_l2 = 0;  ///< √(Σ‖after − before‖² / Σ‖before‖²) over all tokens
};

struct SavingsPoint {
    double at = 0;             ///< the threshold, or how many are kept
    double kept_fraction = 0;  ///< of tokens · units
    double second_product = 0; ///< share of its multiplications that zeros make needless: 1 − kept_fraction
    /// The same as a share of all multiplications of the block's two products (gated: three). The first ones
    /// are needed to know which values are dropped.
    double whole_block = 0;
    double silent_units =
        0; ///< share of units kept for no token: what can be left out for all tokens at once
    DropError projection, output;
    std::int64_t tokens = 0; ///< that the errors are over
};

/// One SavingsPoint for each of `points`, in their order. NaN and Inf are kept first. All are NaN but `at`
/// and `tokens` where there are no tokens.
///
/// Needs weights and the stages hidden, projection and residual_sum. The cost is about one second product:
/// the |hidden| of a token are sorted once, and what lies between two points is summed once. Without a pool:
/// on the calling thread. Throws Stopped.
std::vector<SavingsPoint> savings_curve(const Snapshot& snapshot, KeepRule rule,
                                        std::span<const double> points, ThreadPool* pool = nullptr,
                                        const Progress& progress = {});

/// Points for a curve over the whole range, at most `count`: 0 and quantiles of the |hidden| that are not 0,
/// or numbers of values from d_ff down to 1 by equal factors. Ascending, without repetitions.
std::vector<double> savings_points(const Snapshot& snapshot, KeepRule rule, std::size_t count);

} // namespace ffn

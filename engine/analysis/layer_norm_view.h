#pragma once

#include "engine/forward/snapshot.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace ffn {

/// Units whose gain (or bias) is far from the others'.
struct Outliers {
    double median = 0;
    double mad = 0;                  ///< median of |value − median|
    std::vector<std::int64_t> units; ///< |value − median| > k · mad, furthest first; NaN and Inf before all
};

/// Over the finite values; an empty span has no outliers and NaN for both medians.
Outliers outliers(std::span<const float> values, double k = 8);

/// What a norm must have done to one token, as it shows in the stage `normalized`.
struct NormCheck {
    double sum = 0;    ///< Σ normalized; LayerNorm: 0, that is ⟂ 1, but for rounding
    double length = 0; ///< ‖normalized‖
    /// √(d·σ²/(σ² + ε)): √d but for the ε that keeps small rows from blowing up; StdNorm: √(d − 1)·σ/(σ + ε).
    double expected_length = 0;
};

/// [batch][length of the row]; nullopt where normalized or norm_variance is not kept.
std::optional<std::vector<std::vector<NormCheck>>> norm_checks(const Snapshot& snapshot);

} // namespace ffn

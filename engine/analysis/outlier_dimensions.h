#pragma once

#include "engine/forward/snapshot.h"

#include <cstdint>
#include <vector>

namespace ffn {

/// When a dimension of the stream stands out.
struct OutlierRules {
    /// Its root mean square over the tokens is above this many times the median of the dimensions'.
    double rms_ratio = 6;
    /// A massive activation: |value| above `massive` and above this many times the median |value| of the
    /// stage (Sun et al. 2024, arXiv 2402.17762: 100 and 1000).
    double massive = 100, massive_ratio = 1000;
};

struct OutlierDimension {
    std::int64_t dim = 0;
    double rms = 0;
    double ratio = 0; ///< to the median of the dimensions' rms; Inf where that is 0
    float peak = 0;   ///< its value of largest magnitude, and where it stands
    std::int64_t peak_row = 0;
    std::int64_t massive = 0; ///< cells of it that are massive activations
};

struct OutlierDimensions {
    double median_rms = 0;              ///< NaN without tokens
    double median_magnitude = 0;        ///< of |value|; over evenly spread cells when there are many
    std::vector<OutlierDimension> dims; ///< largest rms first
};

/// Over the finite values of the real tokens of a stage, which must be kept.
OutlierDimensions outlier_dimensions(const Snapshot& snapshot, Stage stage, const OutlierRules& rules = {});

} // namespace ffn

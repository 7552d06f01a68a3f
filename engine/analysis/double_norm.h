#pragma once

#include "engine/model/feed_forward.h"

#include <span>

namespace ffn {

struct DoubleNorm {
    double mean = 0, variance = 0, rstd = 0; ///< as in NormStatistics
};

/// The norm of one row in float64, two passes: `normalized` = (x − mean)·rstd.
DoubleNorm norm_in_double(Norm norm, double eps, std::span<const double> x, std::span<double> normalized);

/// out = normalized·gain + bias; an empty gain is 1, an empty bias 0. May be done in place.
void gain_in_double(std::span<const double> normalized, std::span<const float> gain,
                    std::span<const float> bias, std::span<double> out);

} // namespace ffn

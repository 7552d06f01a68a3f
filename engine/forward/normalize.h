#pragma once

#include "engine/model/feed_forward.h"

#include <span>

namespace ffn {

struct NormStatistics {
    float mean = 0;     ///< 0 for RMSNorm
    float variance = 0; ///< biased; RMSNorm: mean(x²); StdNorm: unbiased
    float rstd = 0;     ///< 1/√(variance + eps); StdNorm: 1/(√variance + eps)
};

/// Statistics of one row in two passes and in double (formulas: norm_math.h), and
/// `normalized[i] = (x[i] − mean)·rstd`, each rounded to float32 once.
NormStatistics normalize_row(Norm norm, double eps, std::span<const float> x, std::span<float> normalized);

/// out = normalized·gain + bias; an empty gain is 1, an empty bias 0. May be done in place.
void apply_gain(std::span<const float> normalized, std::span<const float> gain, std::span<const float> bias,
                std::span<float> out);

} // namespace ffn

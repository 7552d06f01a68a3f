#pragma once

#include "engine/model/feed_forward.h"

#include <cmath>

namespace ffn {

/// What tells the norms apart. The variance v of a row of n values is Σ(x − m)² / norm_divisor, m the mean or
/// 0, and the row is multiplied by norm_rstd:
///
///     LayerNorm  m = mean, v = Σ(x − m)² / n        1/√(v + eps)      (Ba et al. 2016)
///     RMSNorm    m = 0,    v = Σx² / n              1/√(v + eps)      (Zhang & Sennrich 2019)
///     StdNorm    m = mean, v = Σ(x − m)² / (n − 1)  1/(√v + eps)      (torch.std; NaN where n is 1)

inline bool norm_centres(Norm norm) {
    return norm == Norm::LayerNorm || norm == Norm::StdNorm;
}

inline double norm_divisor(Norm norm, double n) {
    return norm == Norm::StdNorm ? n - 1 : n;
}

inline double norm_rstd(Norm norm, double variance, double eps) {
    return 1.0 / (norm == Norm::StdNorm ? std::sqrt(variance) + eps : std::sqrt(variance + eps));
}

/// Length of a row of n values after the multiplication: √norm_divisor but for what eps takes. 0 where the
/// variance is 0.
inline double normed_length(Norm norm, double n, double variance, double eps) {
    return variance == 0 ? 0 : std::sqrt(norm_divisor(norm, n) * variance) * norm_rstd(norm, variance, eps);
}

} // namespace ffn

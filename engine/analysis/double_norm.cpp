#include "engine/analysis/double_norm.h"

#include "engine/model/norm_math.h"

namespace ffn {

DoubleNorm norm_in_double(Norm norm, double eps, std::span<const double> x, std::span<double> normalized) {
    DoubleNorm s;
    const double n = double(x.size());
    if (norm_centres(norm)) {
        for (const double v : x)
            s.mean += v;
        s.mean /= n;
    }
    for (const double v : x)
        s.variance += (v - s.mean) * (v - s.mean);
    s.variance /= norm_divisor(norm, n);
    s.rstd = norm_rstd(norm, s.variance, eps);
    for (std::size_t i = 0; i < x.size(); ++i)
        normalized[i] = (x[i] - s.mean) * s.rstd;
    return s;
}

void gain_in_double(std::span<const double> normalized, std::span<const float> gain,
                    std::span<const float> bias, std::span<double> out) {
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] =
            normalized[i] * (gain.empty() ? 1.0 : double(gain[i])) + (bias.empty() ? 0.0 : double(bias[i]));
}

} // namespace ffn

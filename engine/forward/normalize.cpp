#include "engine/forward/normalize.h"

#include "engine/forward/row_math.h"
#include "engine/model/norm_math.h"

#include <algorithm>

namespace ffn {

NormStatistics normalize_row(Norm norm, double eps, std::span<const float> x, std::span<float> normalized) {
    const double n = double(x.size());
    const bool centres = norm_centres(norm);
    const double mean = centres ? row_sum(x) / n : 0.0;
    const double squares = centres ? row_squared_deviations(x, mean) : row_sum_of_squares(x);
    const double variance = squares / norm_divisor(norm, n), rstd = norm_rstd(norm, variance, eps);
    kernels().standardize(x.data(), std::ptrdiff_t(x.size()), mean, rstd, normalized.data());
    return {float(mean), float(variance), float(rstd)};
}

void apply_gain(std::span<const float> normalized, std::span<const float> gain, std::span<const float> bias,
                std::span<float> out) {
    const std::size_t n = normalized.size();
    if (gain.empty() && bias.empty())
        std::copy_n(normalized.begin(), n, out.begin());
    else if (gain.empty())
        for (std::size_t i = 0; i < n; ++i)
            out[i] = normalized[i] + bias[i];
    else if (bias.empty())
        for (std::size_t i = 0; i < n; ++i)
            out[i] = normalized[i] * gain[i];
    else
        for (std::size_t i = 0; i < n; ++i)
            out[i] = normalized[i] * gain[i] + bias[i];
}

} // namespace ffn

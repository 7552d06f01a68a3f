#include "engine/analysis/residual.h"

#include "engine/forward/forward.h"

#include <cmath>
#include <limits>

namespace ffn {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// Squares of float32 cannot overflow a double; what is not finite came from NaN or Inf.
double dot(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += double(a[i]) * double(b[i]);
    return std::isfinite(sum) ? sum : kNone;
}

double quotient(double a, double b) {
    return b > 0 ? a / b : kNone;
}

TokenResidual of_row(std::span<const float> x, std::span<const float> update, std::span<const float> sum) {
    TokenResidual r;
    r.input_norm = std::sqrt(dot(x, x));
    r.update_norm = std::sqrt(dot(update, update));
    r.sum_norm = std::sqrt(dot(sum, sum));
    r.update_to_input_ratio = quotient(r.update_norm, r.input_norm);
    r.cosine_input_update = quotient(dot(x, update), r.input_norm * r.update_norm);
    r.cosine_input_sum = quotient(dot(x, sum), r.input_norm * r.sum_norm);
    return r;
}

} // namespace

std::vector<std::vector<TokenResidual>> residual(const Snapshot& snapshot) {
    const Tensor &x = snapshot.stage(Stage::Input), &update = snapshot.stage(update_stage(snapshot.config)),
                 &sum = snapshot.stage(Stage::ResidualSum);
    std::vector<std::vector<TokenResidual>> result(std::size_t(snapshot.tokens->batch()));
    for (std::int64_t b = 0; b < snapshot.tokens->batch(); ++b)
        for (std::int64_t p = 0; p < snapshot.tokens->length(b); ++p) {
            const std::int64_t row = b * x.shape().len + p;
            result[std::size_t(b)].push_back(of_row(x.row(row), update.row(row), sum.row(row)));
        }
    return result;
}

} // namespace ffn

#include "engine/analysis/norm_steps.h"

#include "engine/analysis/double_norm.h"
#include "engine/analysis/token_rows.h"
#include "engine/model/norm_math.h"

#include <algorithm>
#include <cmath>

namespace ffn {

namespace {

// The stage that enters the norm; nothing where there is no way to tell.
const Tensor* entering(const Snapshot& s) {
    const Stage stage = s.config.placement == NormPlacement::Pre ? Stage::Input : Stage::ResidualSum;
    return s.model && s.config.norm != Norm::None && s.has(stage) ? &s.stage(stage) : nullptr;
}

NormStepRow checked(std::vector<double> values) {
    NormStepRow row;
    double squares = 0;
    for (const double v : values) {
        row.sum += v;
        squares += v * v;
    }
    row.length = std::sqrt(squares);
    row.cosine_ones = row.sum / (row.length * std::sqrt(double(values.size())));
    row.values = std::move(values);
    return row;
}

NormSteps steps_of(const Snapshot& s, std::span<const float> x) {
    NormSteps result;
    std::vector<double> row(x.begin(), x.end()), next(row.size());
    const auto keep = [&](NormStep step, const std::vector<double>& values) {
        result.steps[std::size_t(step)] = checked(values);
    };
    keep(NormStep::Entering, row);
    const DoubleNorm n = norm_in_double(s.config.norm, s.config.eps, row, next);
    result.mean = n.mean, result.variance = n.variance, result.rstd = n.rstd;
    result.expected_length = normed_length(s.config.norm, double(row.size()), n.variance, s.config.eps);
    for (double& v : row)
        v -= n.mean;
    keep(NormStep::Centred, row);
    keep(NormStep::Scaled, next);
    gain_in_double(next, s.model->norm_gain.values(), {}, next);
    keep(NormStep::Gained, next);
    const std::vector<double> gained = next;
    gain_in_double(gained, {}, s.model->norm_bias.values(), next);
    keep(NormStep::Shifted, next);
    return result;
}

} // namespace

std::string_view name(NormStep step) {
    constexpr std::string_view kNames[] = {"entering", "centred", "scaled", "gained", "shifted"};
    return kNames[std::size_t(step)];
}

std::optional<NormSteps> norm_steps(const Snapshot& snapshot, std::int64_t row) {
    const Tensor* x = entering(snapshot);
    if (!x || snapshot.tokens->is_padding(row / x->shape().len, row % x->shape().len)) return std::nullopt;
    return steps_of(snapshot, x->row(row));
}

std::optional<Tensor> norm_step_tensor(const Snapshot& snapshot, NormStep step) {
    const Tensor* x = entering(snapshot);
    if (!x) return std::nullopt;
    Tensor result(x->shape());
    for (const TokenRow& at : token_rows(*snapshot.tokens, x->shape().len)) {
        const NormSteps steps = steps_of(snapshot, x->row(at.row));
        std::ranges::transform(steps.steps[std::size_t(step)].values, result.row(at.row).begin(),
                               [](double v) { return float(v); });
    }
    return result;
}

} // namespace ffn

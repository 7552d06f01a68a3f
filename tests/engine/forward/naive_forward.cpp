#include "tests/engine/forward/naive_forward.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace ffn::test {

namespace {

double naive_activation(Activation a, double x) {
    const double pi = std::acos(-1.0);
    switch (a) {
    case Activation::Relu:
        return x > 0 ? x : 0;
    case Activation::Gelu:
        return x / 2 * (1 + std::erf(x / std::sqrt(2.0)));
    case Activation::GeluTanh:
        return x / 2 * (1 + std::tanh(std::sqrt(2 / pi) * (x + 0.044715 * std::pow(x, 3))));
    case Activation::Silu:
        return x * (1 / (1 + std::exp(-x)));
    case Activation::QuickGelu:
        return x * (1 / (1 + std::exp(-1.702 * x)));
    case Activation::ReluSquared:
        return x > 0 ? x * x : 0;
    }
    return 0;
}

std::vector<double> matvec(const WeightMatrix& w, const Tensor& b, const std::vector<double>& x,
                           std::vector<double>& abs) {
    std::vector<double> y;
    abs.clear();
    for (std::int64_t o = 0; o < w.rows(); ++o) {
        double sum = b.size() > 0 ? double(b.at(0, o)) : 0, magnitude = std::abs(sum);
        for (std::int64_t i = 0; i < w.dim(); ++i) {
            sum += double(w.at(o, i)) * x[std::size_t(i)];
            magnitude += std::abs(double(w.at(o, i)) * x[std::size_t(i)]);
        }
        y.push_back(sum);
        abs.push_back(magnitude);
    }
    return y;
}

struct NaiveNorm {
    double mean = 0, variance = 0, rstd = 0;
    std::vector<double> normalized, result;
};

NaiveNorm naive_norm(const FeedForward& m, const std::vector<double>& x, const Tensor& gains,
                     const Tensor& biases) {
    const auto n = double(x.size());
    double mean = 0, variance = 0;
    const bool unbiased = m.config.norm == Norm::StdNorm;
    if (m.config.norm != Norm::RmsNorm)
        for (const double v : x)
            mean += v / n;
    for (const double v : x)
        variance += (v - mean) * (v - mean) / (unbiased ? n - 1 : n);
    const double rstd =
        unbiased ? 1 / (std::sqrt(variance) + m.config.eps) : 1 / std::sqrt(variance + m.config.eps);
    NaiveNorm norm{mean, variance, rstd, {}, {}};
    for (std::size_t i = 0; i < x.size(); ++i) {
        norm.normalized.push_back((x[i] - mean) * rstd);
        const double gain = gains.size() ? double(gains.data()[i]) : 1;
        const double bias = biases.size() ? double(biases.data()[i]) : 0;
        norm.result.push_back(norm.normalized.back() * gain + bias);
    }
    return norm;
}

void first_norm(const FeedForward& m, const std::vector<double>& x, Stage out, NaiveRow& row) {
    const NaiveNorm norm = naive_norm(m, x, m.norm_gain, m.norm_bias);
    row.stage[std::size_t(Stage::NormMean)] = {norm.mean};
    row.stage[std::size_t(Stage::NormVariance)] = {norm.variance};
    row.stage[std::size_t(Stage::NormRstd)] = {norm.rstd};
    row.stage[std::size_t(Stage::Normalized)] = norm.normalized;
    row.stage[std::size_t(out)] = norm.result;
}

} // namespace

NaiveRow naive_forward(const FeedForward& m, std::span<const float> x, const Edits& edits) {
    NaiveRow row;
    const auto at = [&row](Stage s) -> std::vector<double>& { return row.stage[std::size_t(s)]; };
    at(Stage::Input).assign(x.begin(), x.end());
    std::vector<double> entering = at(Stage::Input);
    const bool pre = m.config.placement == NormPlacement::Pre && m.config.norm != Norm::None;
    if (pre) {
        first_norm(m, entering, Stage::NormOutput, row);
        entering = at(Stage::NormOutput);
    }
    at(Stage::PreActivation) = matvec(m.up, m.up_bias, entering, row.abs_pre_activation);
    if (m.config.gated) at(Stage::GatePreActivation) = matvec(m.gate, m.gate_bias, entering, row.abs_gate);
    for (std::size_t j = 0; j < std::size_t(m.config.d_ff); ++j) {
        const double pre_activation = at(Stage::PreActivation)[j];
        double h;
        if (m.config.gated) {
            at(Stage::Gate).push_back(naive_activation(m.config.activation, at(Stage::GatePreActivation)[j]));
            h = at(Stage::Gate)[j] * pre_activation;
        } else {
            h = naive_activation(m.config.activation, pre_activation);
        }
        if (edits.threshold && h <= double(*edits.threshold)) h = 0;
        if (const auto it = edits.scaled.find(std::int64_t(j)); it != edits.scaled.end())
            h *= double(it->second);
        if (const auto it = edits.clamped.find(std::int64_t(j)); it != edits.clamped.end())
            h = std::min(std::max(h, double(it->second.min)), double(it->second.max));
        if (edits.ablated.contains(std::int64_t(j))) h = 0;
        at(Stage::Hidden).push_back(h);
    }
    at(Stage::Projection) = matvec(m.down, m.down_bias, at(Stage::Hidden), row.abs_projection);
    std::vector<double> added = at(Stage::Projection);
    if (m.config.second_norm && m.config.norm != Norm::None)
        added = at(Stage::Update) = naive_norm(m, added, m.second_gain, m.second_bias).result;
    for (std::size_t i = 0; i < x.size(); ++i)
        at(Stage::ResidualSum).push_back(added[i] + double(x[i]));
    if (!pre && m.config.norm != Norm::None)
        first_norm(m, at(Stage::ResidualSum), Stage::Output, row);
    else
        at(Stage::Output) = at(Stage::ResidualSum);
    return row;
}

std::shared_ptr<const FeedForward> random_block(FeedForwardConfig config, unsigned seed) {
    std::mt19937 random(seed);
    const auto fill = [&random](std::int64_t rows, std::int64_t dim, float centre, float spread) {
        Tensor t({1, rows, dim});
        std::normal_distribution<float> normal(centre, spread);
        for (float& v : t.values())
            v = normal(random);
        return t;
    };
    const float spread = 1 / std::sqrt(float(config.d_model));
    auto m = std::make_shared<FeedForward>();
    m->config = config;
    m->source = "a test";
    m->up = fill(config.d_ff, config.d_model, 0, spread);
    m->up_bias = fill(1, config.d_ff, 0, 0.1f);
    if (config.gated) m->gate = fill(config.d_ff, config.d_model, 0, spread);
    m->down = fill(config.d_model, config.d_ff, 0, spread);
    m->down_bias = fill(1, config.d_model, 0, 0.1f);
    m->norm_gain = fill(1, config.d_model, 1, 0.2f);
    if (config.norm != Norm::RmsNorm) m->norm_bias = fill(1, config.d_model, 0, 0.2f);
    if (config.second_norm) m->second_gain = fill(1, config.d_model, 1, 0.2f);
    if (config.second_norm && config.norm != Norm::RmsNorm) m->second_bias = fill(1, config.d_model, 0, 0.2f);
    return m;
}

} // namespace ffn::test

#include "tests/ui/panels/hand_made_snapshot.h"

#include "engine/forward/forward.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace ffn::test {

namespace {

const char* const kWords[] = {"The", "quick", " fox", "\n", "狐狸"};

std::shared_ptr<TokenBatch> words(const std::vector<int>& lengths) {
    auto tokens = std::make_shared<TokenBatch>();
    int n = 0;
    for (const int length : lengths) {
        auto& row = tokens->rows.emplace_back();
        for (int i = 0; i < length; ++i, ++n)
            row.push_back({kWords[n % 5], n, 0, 0});
    }
    return tokens;
}

Tensor filled(Shape shape, const std::function<float(std::int64_t)>& value) {
    Tensor tensor(shape);
    for (std::int64_t i = 0; i < tensor.size(); ++i)
        tensor.data()[i] = value(i);
    return tensor;
}

// Eighths from −1 to 1 without a pattern that repeats in a row.
float eighth(std::int64_t i, int seed) {
    return float((i * i * 7 + i * 5 + seed) % 17 - 8) / 8;
}

std::shared_ptr<FeedForward> block(Activation activation) {
    auto model = std::make_shared<FeedForward>();
    model->config = {kModelWidth,         kHiddenWidth, activation, Norm::LayerNorm,
                     NormPlacement::Post, 1e-5,         false};
    model->source = "by hand";
    model->up = filled({1, kHiddenWidth, kModelWidth}, [](auto i) { return eighth(i, 3); });
    model->up_bias = filled({1, 1, kHiddenWidth}, [](auto i) {
        return i == 5 ? -64.0f : i == 4 ? 64.0f : 0.125f;
    });
    model->down = filled({1, kModelWidth, kHiddenWidth}, [](auto i) { return eighth(i, 11); });
    model->down_bias = filled({1, 1, kModelWidth}, [](auto i) { return float(i) / 4; });
    model->norm_gain = filled({1, 1, kModelWidth}, [](auto i) { return i == 2 ? 9.0f : 1.0f; });
    model->norm_bias = filled({1, 1, kModelWidth}, [](auto i) { return float(i) / 8; });
    return model;
}

float activated(Activation activation, float x) {
    if (activation == Activation::Relu) return x > 0 ? x : 0;
    return float(double(x) / 2 * (1 + std::erf(double(x) / std::sqrt(2.0)))); // GELU
}

std::vector<float> times(const Tensor& rows, std::int64_t row, const Tensor& matrix, const Tensor& bias) {
    std::vector<float> result(bias.values().begin(), bias.values().end());
    for (std::size_t out = 0; out < result.size(); ++out)
        for (std::int64_t in = 0; in < matrix.dim(); ++in)
            result[out] += matrix.at(std::int64_t(out), in) * rows.at(row, in);
    return result;
}

void set_row(Snapshot& s, Stage stage, std::int64_t row, const std::vector<float>& values) {
    auto& tensor = const_cast<Tensor&>(s.stage(stage));
    std::copy(values.begin(), values.end(), tensor.row(row).begin());
}

void compute_norm(Snapshot& s, std::int64_t row) {
    const auto sum = s.stage(Stage::ResidualSum).row(row);
    double mean = 0, variance = 0;
    for (const float v : sum)
        mean += double(v) / kModelWidth;
    for (const float v : sum)
        variance += (double(v) - mean) * (double(v) - mean) / kModelWidth;
    const double rstd = 1 / std::sqrt(variance + s.config.eps);
    std::vector<float> normalized, output;
    for (std::size_t i = 0; i < sum.size(); ++i) {
        normalized.push_back(float((double(sum[i]) - mean) * rstd));
        output.push_back(normalized[i] * s.model->norm_gain.values()[i] + s.model->norm_bias.values()[i]);
    }
    set_row(s, Stage::NormMean, row, {float(mean)});
    set_row(s, Stage::NormVariance, row, {float(variance)});
    set_row(s, Stage::NormRstd, row, {float(rstd)});
    set_row(s, Stage::Normalized, row, normalized);
    set_row(s, Stage::Output, row, output);
}

void compute_row(Snapshot& s, std::int64_t row) {
    std::vector<float> input;
    for (std::int64_t i = 0; i < kModelWidth; ++i)
        input.push_back(eighth(row * kModelWidth + i, 5));
    set_row(s, Stage::Input, row, input);
    std::vector<float> hidden = times(s.stage(Stage::Input), row, s.model->up.tensor(), s.model->up_bias);
    set_row(s, Stage::PreActivation, row, hidden);
    for (float& v : hidden)
        v = activated(s.config.activation, v);
    set_row(s, Stage::Hidden, row, hidden);
    std::vector<float> sum = times(s.stage(Stage::Hidden), row, s.model->down.tensor(), s.model->down_bias);
    set_row(s, Stage::Projection, row, sum);
    for (std::size_t i = 0; i < sum.size(); ++i)
        sum[i] += input[i];
    set_row(s, Stage::ResidualSum, row, sum);
    compute_norm(s, row);
}

void summarize(Snapshot& s, Stage stage) {
    StageSummary summary;
    for (std::int64_t b = 0; b < s.tokens->batch(); ++b)
        for (std::int64_t p = 0; p < s.tokens->length(b); ++p)
            summary.add(s.stage(stage).row(b * s.tokens->len() + p));
    s.summaries[std::size_t(stage)] = summary;
}

} // namespace

std::shared_ptr<Snapshot> hand_made(Activation activation, const std::vector<int>& lengths) {
    auto s = std::make_shared<Snapshot>();
    s->model = block(activation);
    s->config = s->model->config;
    s->source = s->model->source;
    s->tokens = words(lengths);
    for (const Stage stage : stages_of(s->config)) {
        const StageWidth width = info(stage).width;
        const std::int64_t dim = width == StageWidth::Model    ? kModelWidth
                                 : width == StageWidth::Hidden ? kHiddenWidth
                                                               : 1;
        s->kept[std::size_t(stage)] =
            std::make_shared<Tensor>(Shape{s->tokens->batch(), s->tokens->len(), dim});
    }
    for (std::int64_t b = 0; b < s->tokens->batch(); ++b)
        for (std::int64_t p = 0; p < s->tokens->length(b); ++p)
            compute_row(*s, b * s->tokens->len() + p);
    for (const StageInfo& stage : stages())
        if (s->has(stage.stage)) summarize(*s, stage.stage);
    return s;
}

void put(Snapshot& snapshot, Stage stage, const std::vector<float>& values) {
    auto tensor = std::make_shared<Tensor>(snapshot.shape(stage));
    assert(std::int64_t(values.size()) == tensor->size());
    std::copy(values.begin(), values.end(), tensor->values().begin());
    snapshot.kept[std::size_t(stage)] = std::move(tensor);
    summarize(snapshot, stage);
}

} // namespace ffn::test

#include "engine/model/initializer.h"

#include "engine/core/error.h"
#include "engine/model/norm_math.h"
#include "engine/model/torch_random.h"

#include <algorithm>
#include <cmath>

namespace ffn {

namespace {

constexpr std::array<std::string_view, 6> kInits{"torch",           "xavier_uniform", "xavier_normal",
                                                 "kaiming_uniform", "kaiming_normal", "normal"};

/// Draws one matrix after the other, each with its bias, and tells the progress in values drawn.
class Drawing {
  public:
    Drawing(Init init, std::uint64_t seed, std::int64_t values, const Progress& progress)
        : m_init(init), m_generator(seed), m_values(values), m_progress(progress) {}

    /// matrix [1, fan_out, fan_in], bias [1, 1, fan_out].
    void linear(WeightMatrix& into, Tensor& bias, std::int64_t fan_in, std::int64_t fan_out) {
        Tensor matrix = Tensor::uninitialized({1, fan_out, fan_in});
        draw_matrix(matrix.values(), double(fan_in), double(fan_out));
        bias = Tensor({1, 1, fan_out});
        if (m_init == Init::Torch) {
            const double bound = 1.0 / std::sqrt(double(fan_in));
            m_generator.uniform(bias.values(), -bound, bound, m_progress);
        }
        m_done += matrix.size();
        into = std::move(matrix);
        if (m_progress.report) m_progress.report(m_done, m_values);
    }

  private:
    void draw_matrix(std::span<float> out, double fan_in, double fan_out) {
        const double xavier = std::sqrt(2.0 / (fan_in + fan_out));
        const double kaiming = std::sqrt(2.0) / std::sqrt(fan_in);
        switch (m_init) {
        case Init::Torch: {
            const double a = std::sqrt(5.0); // nn.Linear's kaiming_uniform_(a=√5), in its order of rounding
            return uniform(out, std::sqrt(3.0) * (std::sqrt(2.0 / (1.0 + a * a)) / std::sqrt(fan_in)));
        }
        case Init::XavierUniform:
            return uniform(out, std::sqrt(3.0) * xavier);
        case Init::KaimingUniform:
            return uniform(out, std::sqrt(3.0) * kaiming);
        case Init::XavierNormal:
            return m_generator.normal(out, xavier, m_progress);
        case Init::KaimingNormal:
            return m_generator.normal(out, kaiming, m_progress);
        case Init::Normal:
            return m_generator.normal(out, 0.02, m_progress);
        }
    }

    void uniform(std::span<float> out, double bound) { m_generator.uniform(out, -bound, bound, m_progress); }

    Init m_init;
    TorchGenerator m_generator;
    std::int64_t m_values, m_done = 0;
    const Progress& m_progress;
};

void check_size(const char* what, std::int64_t size) {
    constexpr std::int64_t kLargest = std::int64_t(1) << 24;
    if (size < 1 || size > kLargest)
        throw Error(std::string(what) + " is " + std::to_string(size) + "; it must be between 1 and " +
                    std::to_string(kLargest));
}

Tensor ones(std::int64_t dim) {
    Tensor t = Tensor::uninitialized({1, 1, dim});
    std::ranges::fill(t.values(), 1.0f);
    return t;
}

} // namespace

std::string_view name(Init init) {
    return kInits[std::size_t(init)];
}

std::optional<Init> init_from_name(std::string_view text) {
    const auto found = std::find(kInits.begin(), kInits.end(), text);
    if (found == kInits.end()) return std::nullopt;
    return Init(found - kInits.begin());
}

std::shared_ptr<const FeedForward> random_feed_forward(const FeedForwardConfig& config, Init init,
                                                       std::uint64_t seed, const Progress& progress) {
    check_size("d_model", config.d_model);
    check_size("d_ff", config.d_ff);
    auto model = std::make_shared<FeedForward>();
    model->config = config;
    model->source = "random (" + std::string(name(init)) + ", seed " + std::to_string(seed) + ")";

    const std::int64_t matrices = config.gated ? 3 : 2;
    Drawing drawing(init, seed, matrices * config.d_model * config.d_ff, progress);
    drawing.linear(model->up, model->up_bias, config.d_model, config.d_ff);
    if (config.gated) drawing.linear(model->gate, model->gate_bias, config.d_model, config.d_ff);
    drawing.linear(model->down, model->down_bias, config.d_ff, config.d_model);
    if (config.norm != Norm::None) model->norm_gain = ones(config.d_model);
    if (norm_centres(config.norm)) model->norm_bias = Tensor({1, 1, config.d_model});
    return model;
}

Tensor random_normal(Shape shape, std::uint64_t seed) {
    Tensor t = Tensor::uninitialized(shape);
    TorchGenerator(seed).normal(t.values(), 1.0);
    return t;
}

} // namespace ffn

#include "engine/analysis/stage_formula.h"

#include "engine/analysis/formula_text.h"

namespace ffn {

namespace {

bool is_rms(const FeedForwardConfig& config) {
    return config.norm == Norm::RmsNorm;
}

bool is_std(const FeedForwardConfig& config) {
    return config.norm == Norm::StdNorm;
}

/// The words of one block's formulas.
class Formula {
  public:
    explicit Formula(const Snapshot& snapshot) : m_config(snapshot.config), m_model(snapshot.model.get()) {}

    std::string of(Stage stage) const {
        using enum Stage;
        const std::string normed = is_pre_norm(m_config) ? "x" : "s", act(formula_name(m_config.activation));
        switch (stage) {
        case Input:
            return "x";
        case GatePreActivation:
            return gate();
        case Gate:
            return act + "(" + gate() + ")";
        case PreActivation:
            return up();
        case Hidden:
            return m_config.gated ? act + "(" + gate() + ") · (" + up() + ")" : act + "(" + up() + ")";
        case Projection:
            return "W₂·h" + plus(m_model ? &m_model->down_bias : nullptr, "b₂");
        case Update:
            return "norm₂(f)";
        case ResidualSum:
            return sum();
        case NormMean:
            return is_rms(m_config) ? "0" : "μ = mean(" + normed + ")";
        case NormVariance:
            if (is_std(m_config)) return "σ² = Σ(" + normed + " − μ)²/(d − 1)";
            return is_rms(m_config) ? "mean(" + normed + "²)" : "σ² = mean((" + normed + " − μ)²)";
        case NormRstd:
            if (is_std(m_config)) return "1/(σ + ε)";
            return is_rms(m_config) ? "1/√(mean(" + normed + "²) + ε)" : "1/√(σ² + ε)";
        case Normalized:
            return is_rms(m_config) ? normed + " · rstd" : "(" + normed + " − μ) · rstd";
        case NormOutput:
            return gained();
        case Output:
            return output_is_sum(m_config) ? sum() : gained();
        }
        return {};
    }

  private:
    // A file may leave a bias out; where that is not known, it is written.
    std::string plus(const Tensor* bias, const std::string& name) const {
        return bias && bias->size() == 0 ? "" : " + " + name;
    }
    std::string sum() const { return has_second_norm(m_config) ? "u + x" : "f + x"; }
    std::string entering() const { return is_pre_norm(m_config) ? "norm(x)" : "x"; }
    std::string up() const { return "W₁·" + entering() + plus(m_model ? &m_model->up_bias : nullptr, "b₁"); }
    std::string gate() const {
        return "Wg·" + entering() + plus(m_model ? &m_model->gate_bias : nullptr, "bg");
    }
    std::string gained() const {
        const bool no_gain = m_model && m_model->norm_gain.size() == 0;
        const bool no_bias = is_rms(m_config) || (m_model && m_model->norm_bias.size() == 0);
        return std::string("n") + (no_gain ? "" : " · gain") + (no_bias ? "" : " + bias");
    }

    const FeedForwardConfig& m_config;
    const FeedForward* const m_model;
};

std::string torch_activation(Activation activation, const std::string& of) {
    switch (activation) {
    case Activation::Relu:
        return "torch.relu(" + of + ")";
    case Activation::Gelu:
        return "F.gelu(" + of + ")";
    case Activation::GeluTanh:
        return "F.gelu(" + of + ", approximate=\"tanh\")";
    case Activation::Silu:
        return "F.silu(" + of + ")";
    case Activation::QuickGelu:
        return of + " * torch.sigmoid(1.702 * " + of + ")";
    case Activation::ReluSquared:
        return "torch.relu(" + of + ").square()";
    }
    return of;
}

/// A matrix by the name it has in the modules of its kind: the tutorial's convolutions, or linear layers.
std::string torch_product(const FeedForwardConfig& config, const std::string& linear, const std::string& conv,
                          const std::string& in) {
    if (config.gated) return "self." + linear + "(" + in + ")";
    return "self." + conv + "(" + in + ".transpose(1, 2)).transpose(1, 2)";
}

std::string torch_norm(const FeedForwardConfig& config, const std::string& of) {
    const char* const norm = is_rms(config)   ? "self.rms_norm("
                             : is_std(config) ? "self.norm("
                                              : "self.layer_norm(";
    return norm + of + ")";
}

std::string torch_statistic(const FeedForwardConfig& config, Stage stage) {
    const std::string of = is_pre_norm(config) ? "x" : "s";
    const bool rms = is_rms(config);
    switch (stage) {
    case Stage::NormMean:
        return rms ? "# RMSNorm takes no mean away" : "mean = " + of + ".mean(-1)";
    case Stage::NormVariance:
        if (is_std(config)) return "variance = " + of + ".var(-1)";
        return "variance = " + of + (rms ? ".square().mean(-1)" : ".var(-1, unbiased=False)");
    case Stage::NormRstd:
        return is_std(config) ? "rstd = 1 / (variance.sqrt() + eps)" : "rstd = torch.rsqrt(variance + eps)";
    default:
        return rms ? "n = " + of + " * rstd[..., None]"
                   : "n = (" + of + " - mean[..., None]) * rstd[..., None]";
    }
}

} // namespace

std::string stage_formula(const Snapshot& snapshot, Stage stage) {
    return Formula(snapshot).of(stage);
}

std::string stage_torch(const Snapshot& snapshot, Stage stage) {
    using enum Stage;
    const FeedForwardConfig& config = snapshot.config;
    const std::string in = is_pre_norm(config) ? "n" : "x";
    switch (stage) {
    case Input:
        return "residual = x";
    case NormOutput:
        return "n = " + torch_norm(config, "x");
    case GatePreActivation:
        return "g = " + torch_product(config, "gate_proj", "gate", in);
    case Gate:
        return "g = " + torch_activation(config.activation, "g");
    case PreActivation:
        return "h = " + torch_product(config, "up_proj", "conv1", in);
    case Hidden:
        return "h = " + (config.gated ? "g * h" : torch_activation(config.activation, "h"));
    case Projection:
        return "f = " + torch_product(config, "down_proj", "conv2", "h");
    case Update:
        return "u = self.post_feedforward_layernorm(f)";
    case ResidualSum:
        return has_second_norm(config) ? "s = u + residual" : "s = f + residual";
    case Output:
        return "out = " + (output_is_sum(config) ? "s" : torch_norm(config, "s"));
    default:
        return torch_statistic(config, stage);
    }
}

} // namespace ffn

#include "engine/core/stage.h"

namespace ffn {

const std::array<StageInfo, kStageCount>& stages() {
    using enum Stage;
    constexpr StageWidth Model = StageWidth::Model, Ff = StageWidth::Hidden, One = StageWidth::One;
    static constexpr std::array<StageInfo, kStageCount> kTable{{
        {Input, "input", Model, false, false, "x", "residual = x"},
        {NormOutput, "norm_output", Model, false, true, "norm(x) · gain + bias", "h = self.layer_norm(x)"},
        {GatePreActivation, "gate_pre_activation", Ff, true, false, "Wg·x + bg", "g = self.gate_proj(h)"},
        {Gate, "gate", Ff, true, false, "act(Wg·x + bg)", "g = act(g)"},
        {PreActivation, "pre_activation", Ff, false, false, "W₁·x + b₁", "h = self.conv1(x.transpose(1, 2))"},
        {Hidden, "hidden", Ff, false, false, "act(W₁·x + b₁)", "h = torch.relu(h)"},
        {Projection, "projection", Model, false, false, "W₂·h + b₂", "f = self.conv2(h).transpose(1, 2)"},
        {ResidualSum, "residual_sum", Model, false, false, "f + x", "s = f + residual"},
        {NormMean, "norm_mean", One, false, false, "μ = mean(s)", "mean = s.mean(-1)"},
        {NormVariance, "norm_variance", One, false, false, "σ² = mean((s − μ)²)",
         "variance = s.var(-1, unbiased=False)"},
        {NormRstd, "norm_rstd", One, false, false, "1/√(σ² + ε)", "rstd = torch.rsqrt(variance + eps)"},
        {Normalized, "normalized", Model, false, false, "(s − μ) · rstd",
         "n = (s - mean[..., None]) * rstd[..., None]"},
        {Output, "output", Model, false, false, "n · gain + bias", "out = self.layer_norm(s)"},
    }};
    return kTable;
}

const StageInfo& info(Stage stage) {
    return stages()[std::size_t(stage)];
}

std::optional<Stage> stage_from_name(std::string_view name) {
    for (const StageInfo& s : stages())
        if (s.name == name) return s.stage;
    return std::nullopt;
}

} // namespace ffn

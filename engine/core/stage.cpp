#include "engine/core/stage.h"

namespace ffn {

const std::array<StageInfo, kStageCount>& stages() {
    using enum Stage;
    using enum StageBlocks;
    constexpr StageWidth Model = StageWidth::Model, Ff = StageWidth::Hidden, One = StageWidth::One;
    static constexpr std::array<StageInfo, kStageCount> kTable{{
        {Input, "input", Model, All},
        {NormOutput, "norm_output", Model, PreNorm},
        {GatePreActivation, "gate_pre_activation", Ff, Gated},
        {Gate, "gate", Ff, Gated},
        {PreActivation, "pre_activation", Ff, All},
        {Hidden, "hidden", Ff, All},
        {Projection, "projection", Model, All},
        {Update, "update", Model, SecondNorm},
        {ResidualSum, "residual_sum", Model, All},
        {NormMean, "norm_mean", One, Normed},
        {NormVariance, "norm_variance", One, Normed},
        {NormRstd, "norm_rstd", One, Normed},
        {Normalized, "normalized", Model, Normed},
        {Output, "output", Model, All},
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

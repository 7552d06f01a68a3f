#include "engine/core/stage.h"

namespace ffn {

const std::array<StageInfo, kStageCount>& stages() {
    using enum Stage;
    constexpr StageWidth Model = StageWidth::Model, Ff = StageWidth::Hidden, One = StageWidth::One;
    static constexpr std::array<StageInfo, kStageCount> kTable{{
        {Input, "input", Model, false, false},
        {NormOutput, "norm_output", Model, false, true},
        {GatePreActivation, "gate_pre_activation", Ff, true, false},
        {Gate, "gate", Ff, true, false},
        {PreActivation, "pre_activation", Ff, false, false},
        {Hidden, "hidden", Ff, false, false},
        {Projection, "projection", Model, false, false},
        {ResidualSum, "residual_sum", Model, false, false},
        {NormMean, "norm_mean", One, false, false},
        {NormVariance, "norm_variance", One, false, false},
        {NormRstd, "norm_rstd", One, false, false},
        {Normalized, "normalized", Model, false, false},
        {Output, "output", Model, false, false},
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

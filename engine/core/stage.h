#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace ffn {

/// Every stage of the block in the order of computation. `pre` and `post` norm share the stages; see
/// `StageInfo`.
enum class Stage {
    Input,             // [batch, len, d_model]  x, which is also the residual
    NormOutput,        // [batch, len, d_model]  pre-norm only: norm(x), what enters the first matrix
    GatePreActivation, // [batch, len, d_ff]     gated only: x·Wgᵀ + bg
    Gate,              // [batch, len, d_ff]     gated only: act(gate_pre_activation)
    PreActivation,     // [batch, len, d_ff]     x·W₁ᵀ + b₁ (gated: the up branch)
    Hidden,            // [batch, len, d_ff]     act(pre_activation), or gate · pre_activation
    Projection,        // [batch, len, d_model]  hidden·W₂ᵀ + b₂
    Update,            // [batch, len, d_model]  with a second norm only: norm₂(projection)
    ResidualSum,       // [batch, len, d_model]  projection + input, or update + input
    NormMean,          // [batch, len]           of residual_sum (post-norm) or input (pre-norm)
    NormVariance,      // [batch, len]           biased; RMSNorm: mean(x²); StdNorm: unbiased
    NormRstd,          // [batch, len]           1/√(variance + eps); StdNorm: 1/(√variance + eps)
    Normalized,        // [batch, len, d_model]  (x − mean)·rstd, before gain and bias
    Output,            // [batch, len, d_model]  post: normalized·gain + bias. pre: residual_sum
};

inline constexpr int kStageCount = 14;

enum class StageWidth { Model, Hidden, One };
/// Which blocks have the stage.
enum class StageBlocks { All, Gated, PreNorm, SecondNorm, Normed };

struct StageInfo {
    Stage stage;
    std::string_view name; ///< as in files, options and JSON
    StageWidth width;      ///< d_model, d_ff, or one statistic per token (then dim is 1)
    StageBlocks blocks;
};

/// All stages in the order of computation.
const std::array<StageInfo, kStageCount>& stages();
const StageInfo& info(Stage stage);
inline std::string_view name(Stage stage) {
    return info(stage).name;
}
std::optional<Stage> stage_from_name(std::string_view name);

} // namespace ffn

#pragma once

#include "engine/core/tensor.h"
#include "engine/model/weight_cache.h"
#include "engine/model/weight_matrix.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace ffn {

enum class Activation { Relu, Gelu, GeluTanh, Silu, QuickGelu, ReluSquared };
/// StdNorm, of the Annotated Transformer: (x − mean) / (unbiased standard deviation + eps) · gain + bias.
enum class Norm { LayerNorm, RmsNorm, None, StdNorm };
enum class NormPlacement { Post, Pre };

/// Names as on the command line: "relu", "gelu_tanh", "layer_norm", "post" …
std::string_view name(Activation);
std::string_view name(Norm);
std::string_view name(NormPlacement);
std::optional<Activation> activation_from_name(std::string_view);
std::optional<Norm> norm_from_name(std::string_view);
std::optional<NormPlacement> norm_placement_from_name(std::string_view);

/// True where the activation gives exact zeros, so that sparsity needs no threshold.
inline bool has_exact_zeros(Activation a) {
    return a == Activation::Relu || a == Activation::ReluSquared;
}

struct FeedForwardConfig {
    std::int64_t d_model = 512;
    std::int64_t d_ff = 2048;
    Activation activation = Activation::Relu;
    Norm norm = Norm::LayerNorm;
    NormPlacement placement = NormPlacement::Post;
    double eps = 1e-5;
    bool gated = false;
    bool second_norm = false; ///< of the projection, before it is added (Gemma 2)
    bool operator==(const FeedForwardConfig&) const = default;
};

/// True where the norm comes before the matrices.
inline bool is_pre_norm(const FeedForwardConfig& config) {
    return config.placement == NormPlacement::Pre && config.norm != Norm::None;
}

/// True where the projection is normed before it is added: by a norm of the same kind and eps, with a gain
/// and bias of its own.
inline bool has_second_norm(const FeedForwardConfig& config) {
    return config.second_norm && config.norm != Norm::None;
}

/// "pre rms_norm, second", or "none".
std::string norm_text(const FeedForwardConfig& config);

/// Output is another name of the residual sum in a pre-norm block, and in one without a norm.
inline bool output_is_sum(const FeedForwardConfig& config) {
    return config.placement == NormPlacement::Pre || config.norm == Norm::None;
}

/// One feed-forward block: what it computes and the weights it computes with. Immutable once shared.
///
/// post: output = norm(x + W₂·act(W₁·x + b₁) + b₂); pre: output = x + W₂·act(W₁·norm(x) + b₁) + b₂;
/// gated: hidden = act(Wg·x + bg) · (W₁·x + b₁); second norm: norm₂(W₂·… + b₂) is what is added. A bias, gain
/// or norm bias that is absent is an empty tensor.
struct FeedForward {
    FeedForwardConfig config;
    std::string source; ///< the file, or "random (torch, seed 0)"
    std::string block;  ///< id of the block in the file, empty for random weights
    std::string note;   ///< what it is besides (Block::note), empty: nothing

    WeightMatrix up;    ///< W₁ [1, d_ff, d_model], row j is what hidden unit j looks for
    Tensor up_bias;     ///< [1, 1, d_ff]
    WeightMatrix gate;  ///< Wg [1, d_ff, d_model], gated blocks only
    Tensor gate_bias;   ///< [1, 1, d_ff]
    WeightMatrix down;  ///< W₂ [1, d_model, d_ff], column j is what hidden unit j writes
    Tensor down_bias;   ///< [1, 1, d_model]
    Tensor norm_gain;   ///< [1, 1, d_model]
    Tensor norm_bias;   ///< [1, 1, d_model]
    Tensor second_gain; ///< [1, 1, d_model], of the second norm
    Tensor second_bias; ///< [1, 1, d_model]

    /// All of the above that are no matrices.
    std::array<const Tensor*, 7> vectors() const {
        return {&up_bias, &gate_bias, &down_bias, &norm_gain, &norm_bias, &second_gain, &second_bias};
    }

    /// Packed copies of the matrices; shared by models that differ in other things only.
    std::shared_ptr<WeightCache> cache = std::make_shared<WeightCache>();

    /// All numbers in it.
    std::int64_t parameters() const;
    /// What the weights take in memory as they were loaded.
    std::uint64_t bytes() const;
};

/// The same weights computed with another activation, norm, placement or eps; the sizes and the gate stay.
std::shared_ptr<FeedForward> with_config(const FeedForward& model, const FeedForwardConfig& config);

} // namespace ffn

#include "engine/model/feed_forward.h"

#include <algorithm>
#include <cassert>

namespace ffn {

namespace {

constexpr std::array<std::string_view, 6> kActivations{"relu", "gelu",       "gelu_tanh",
                                                       "silu", "quick_gelu", "relu_squared"};
constexpr std::array<std::string_view, 4> kNorms{"layer_norm", "rms_norm", "none", "std_norm"};
constexpr std::array<std::string_view, 2> kPlacements{"post", "pre"};

template <class Enum, std::size_t N>
std::optional<Enum> from_name(const std::array<std::string_view, N>& names, std::string_view text) {
    const auto found = std::find(names.begin(), names.end(), text);
    if (found == names.end()) return std::nullopt;
    return Enum(found - names.begin());
}

} // namespace

std::string_view name(Activation activation) {
    return kActivations[std::size_t(activation)];
}

std::string_view name(Norm norm) {
    return kNorms[std::size_t(norm)];
}

std::string_view name(NormPlacement placement) {
    return kPlacements[std::size_t(placement)];
}

std::optional<Activation> activation_from_name(std::string_view text) {
    return from_name<Activation>(kActivations, text);
}

std::optional<Norm> norm_from_name(std::string_view text) {
    return from_name<Norm>(kNorms, text);
}

std::optional<NormPlacement> norm_placement_from_name(std::string_view text) {
    return from_name<NormPlacement>(kPlacements, text);
}

std::string norm_text(const FeedForwardConfig& config) {
    if (config.norm == Norm::None) return std::string(name(config.norm));
    std::string text(name(config.placement));
    text.append(" ").append(name(config.norm));
    return has_second_norm(config) ? text + ", second" : text;
}

std::int64_t FeedForward::parameters() const {
    std::int64_t count = up.size() + gate.size() + down.size();
    for (const Tensor* t : vectors())
        count += t->size();
    return count;
}

std::uint64_t FeedForward::bytes() const {
    std::uint64_t bytes = up.bytes() + gate.bytes() + down.bytes();
    for (const Tensor* t : vectors())
        bytes += std::uint64_t(t->size()) * sizeof(float);
    return bytes;
}

std::shared_ptr<FeedForward> with_config(const FeedForward& model, const FeedForwardConfig& config) {
    assert(config.d_model == model.config.d_model && config.d_ff == model.config.d_ff &&
           config.gated == model.config.gated);
    auto other = std::make_shared<FeedForward>();
    other->config = config;
    other->source = model.source;
    other->block = model.block;
    other->note = model.note;
    other->up = model.up;
    other->gate = model.gate;
    other->down = model.down;
    other->up_bias = model.up_bias.clone();
    other->gate_bias = model.gate_bias.clone();
    other->down_bias = model.down_bias.clone();
    other->norm_gain = model.norm_gain.clone();
    other->norm_bias = model.norm_bias.clone();
    other->second_gain = model.second_gain.clone();
    other->second_bias = model.second_bias.clone();
    other->cache = model.cache;
    return other;
}

} // namespace ffn

#pragma once

#include "engine/core/progress.h"
#include "engine/model/feed_forward.h"

#include <cstdint>
#include <memory>

namespace ffn {

enum class Init { Torch, XavierUniform, XavierNormal, KaimingUniform, KaimingNormal, Normal };
/// "torch", "xavier_uniform", … as on the command line.
std::string_view name(Init);
std::optional<Init> init_from_name(std::string_view);

/// A block with random weights. `Init::Torch` is, bit for bit, what torch.manual_seed(seed) followed by
/// building Conv1d(d_model, d_ff, 1) and Conv1d(d_ff, d_model, 1) gives; the others keep torch's order of
/// draws with their own distribution for the matrices and zero biases. Gated blocks draw the gate between the
/// two.
std::shared_ptr<const FeedForward> random_feed_forward(const FeedForwardConfig& config, Init init,
                                                       std::uint64_t seed, const Progress& progress = {});

/// As torch.manual_seed(seed); torch.randn(shape): standard normal values, within 3 ulp of PyTorch's.
Tensor random_normal(Shape shape, std::uint64_t seed);

} // namespace ffn

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

/// A block with random weights: torch.manual_seed(seed), then the matrices in PyTorch's order.
///
/// torch: building Conv1d(d_model, d_ff, 1) and Conv1d(d_ff, d_model, 1), bit for bit. Draws up, its bias,
/// down, its bias; weights from ±√3·√(2/(1+5))/√fan_in, biases from ±1/√fan_in.
///
/// The others are torch.nn.init's function of that name on up, then down, bit for bit where uniform, within
/// 3 ulp where normal; biases are zero and take no draws:
///   xavier_uniform   ±√3·σ with σ = √(2/(fan_in + fan_out))     xavier_normal   N(0, σ²)
///   kaiming_uniform  ±√3·σ with σ = √2/√fan_in                  kaiming_normal  N(0, σ²)
///   normal           N(0, 0.02²)
///
/// A gated block draws the gate (and its bias) between the two, as up is drawn. The norm draws nothing: gain
/// 1, bias 0 (RMSNorm: gain only). Throws Error for sizes outside 1 … 2²⁴ and where memory is short; Stopped.
std::shared_ptr<const FeedForward> random_feed_forward(const FeedForwardConfig& config, Init init,
                                                       std::uint64_t seed, const Progress& progress = {});

/// As torch.manual_seed(seed); torch.randn(shape): standard normal values, within 3 ulp of PyTorch's.
Tensor random_normal(Shape shape, std::uint64_t seed);

} // namespace ffn

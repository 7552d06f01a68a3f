#pragma once

#include "engine/model/feed_forward.h"

#include <span>

namespace ffn {

/// out[i] = act(in[i]); the two may be the same span. NaN stays NaN under every activation.
///
/// relu max(0,x) · gelu x·Φ(x) · gelu_tanh x·σ(2√(2/π)(x + 0.044715x³)) · silu x·σ(x) · quick_gelu
/// x·σ(1.702x) · relu_squared max(0,x)². All but relu are computed in double and rounded once.
void activate(Activation activation, std::span<const float> in, std::span<float> out);

/// One value in double, for explanations.
double activate(Activation activation, double x);

} // namespace ffn

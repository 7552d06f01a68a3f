#pragma once

#include "engine/forward/snapshot.h"

#include <memory>
#include <vector>

namespace ffn::test {

inline constexpr std::int64_t kModelWidth = 4, kHiddenWidth = 6;

/// A small post-norm block worked out by plain loops, apart from the engine's forward pass: d_model 4, d_ff
/// 6, one row of the batch for each number of tokens in `lengths`. Inputs and weights are eighths, so the
/// matrix products are exact in float32. Hidden unit 5 is active on no token (ReLU), unit 4 on every one.
std::shared_ptr<Snapshot> hand_made(Activation activation = Activation::Relu,
                                    const std::vector<int>& lengths = {3, 2});

/// Puts other values into a stage and its summary; `values` is row-major.
void put(Snapshot& snapshot, Stage stage, const std::vector<float>& values);

} // namespace ffn::test

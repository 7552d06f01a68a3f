#pragma once

#include "engine/forward/snapshot.h"

#include <array>
#include <vector>

namespace ffn::test {

/// A second way of computing the block: plain loops over one token in double, no library.
struct NaiveRow {
    std::array<std::vector<double>, kStageCount> stage;
    std::vector<double> abs_pre_activation; ///< Σ|w·x| + |b|, for the tolerance of the products
    std::vector<double> abs_gate;
    std::vector<double> abs_projection;
};

NaiveRow naive_forward(const FeedForward& model, std::span<const float> x, const Edits& edits);

/// A block with random weights, biases, gain and bias, none of them trivial.
std::shared_ptr<const FeedForward> random_block(FeedForwardConfig config, unsigned seed);

} // namespace ffn::test

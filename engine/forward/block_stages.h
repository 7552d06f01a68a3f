#pragma once

#include "engine/core/stage.h"
#include "engine/model/feed_forward.h"

#include <vector>

namespace ffn {

/// The stages this block has: gated, pre-norm and second-norm ones only where they exist, no norm stages
/// without a norm.
std::vector<Stage> stages_of(const FeedForwardConfig& config);

/// What is added to the input: `update` in a block with a second norm, else `projection`.
Stage update_stage(const FeedForwardConfig& config);

} // namespace ffn

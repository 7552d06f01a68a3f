#pragma once

#include "engine/forward/snapshot.h"

#include <string>

namespace ffn {

/// How the snapshot's block computes a stage, in the field's notation, for the screen. A bias or gain that
/// the model is known to lack is left out. Edits are not told of.
std::string stage_formula(const Snapshot& snapshot, Stage stage);

/// The PyTorch line that computes the stage. Its names: x enters the block, n and h are of width d_model and
/// d_ff, s is the residual sum.
std::string stage_torch(const Snapshot& snapshot, Stage stage);

} // namespace ffn

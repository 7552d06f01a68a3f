#pragma once

#include "engine/core/stage.h"
#include "engine/forward/snapshot.h"

#include <cstdint>
#include <vector>

namespace ffn {

/// Some rows and units of a stage by their true numbers, in the order in which they are written. A row is
/// `batch·len + position`.
struct StagePart {
    Stage stage = Stage::Hidden;
    std::vector<std::int64_t> rows, units;
};

/// All of a stage, padding rows too.
StagePart whole_stage(const Snapshot& snapshot, Stage stage);

} // namespace ffn

#pragma once

#include "engine/forward/snapshot.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace ffn {

/// The first cell of a token that is NaN or Inf: the first stage in the order of computation, and its first
/// unit.
struct NonFiniteOrigin {
    std::int64_t batch = 0, position = 0, row = 0;
    Stage stage = Stage::Input;
    std::int64_t unit = 0;
    float value = 0;
    std::int64_t cells = 0; ///< NaN and Inf of this token in this stage
    std::string cause;      ///< "the weight up[3, 17] is nan", a sentence without its dot
};

struct NonFiniteTrace {
    std::array<std::int64_t, kStageCount> cells{}; ///< NaN and Inf in each kept stage, of real tokens
    std::int64_t tokens = 0;                       ///< with at least one
    std::vector<NonFiniteOrigin> origins;          ///< of the first `most` such tokens
};

/// Over the kept stages: a stage that is not kept makes nothing. Causes are named from weights where the
/// snapshot has them.
NonFiniteTrace trace_nonfinite(const Snapshot& snapshot, std::size_t most = 1000);

} // namespace ffn

#pragma once

#include "engine/core/progress.h"
#include "engine/core/thread_pool.h"
#include "engine/forward/snapshot.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace ffn {

/// How far float32 values are from float64 ones, over cells where both are finite.
struct Loss {
    std::int64_t cells = 0;
    double max_abs = 0;
    std::int64_t row = -1, unit = -1; ///< the cell of max_abs, the first of equal ones; −1 without any loss
    double rms = 0;                   ///< root mean square of the difference; NaN without cells
    double relative_l2 = 0; ///< ‖float32 − float64‖ / ‖float64‖; 0 without any loss, NaN without cells
};

/// What float32 cost one stage.
struct StageLoss {
    Stage stage = Stage::Input;
    Loss total; ///< against a float64 pass from the input on: what all stages up to here lost
    Loss local; ///< against float64 of the float32 stage before: what this stage lost by itself
    std::int64_t nonfinite = 0; ///< cells where float32 or the float64 pass is NaN or Inf
};

/// One for each stage that is kept, but for the input, over all real tokens. The float64 pass is not kept: it
/// runs block of rows by block of rows. Needs weights and the stage input. Without a pool: on the calling
/// thread. Throws Stopped.
std::vector<StageLoss> numerics(const Snapshot& snapshot, ThreadPool* pool = nullptr,
                                const Progress& progress = {});

/// A map of the loss of one kept stage: float32 − float64 of the pass from the input on, [batch, len, dim],
/// padding 0. As `numerics`.
Tensor loss_tensor(const Snapshot& snapshot, Stage stage, ThreadPool* pool = nullptr,
                   const Progress& progress = {});

} // namespace ffn

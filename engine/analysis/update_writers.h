#pragma once

#include "engine/forward/snapshot.h"

#include <cstdint>
#include <vector>

namespace ffn {

/// What one hidden unit writes into a token's update f(x) = W₂·hidden + b₂. In a block with a second norm f
/// is the stage update, and the columns of W₂ are those that its gain and this token's rstd make of them.
struct UnitWrite {
    std::int64_t unit = 0;
    float activation = 0;    ///< hidden
    double column_norm = 0;  ///< ‖column of W₂‖
    double contribution = 0; ///< |activation| · ‖column‖: how long what it writes is
    double along = 0; ///< activation · column·f/‖f‖: how far along the update, negative against it
};

/// Which units write most into the update of one token.
struct UpdateWriters {
    double update_norm = 0; ///< ‖f(x)‖
    double bias_along =
        0; ///< b₂·f/‖f‖, a second norm's mean and bias too; with the `along` of all units it adds up to ‖f‖
    double rest_along = 0;        ///< of the units that are not listed
    std::vector<UnitWrite> units; ///< largest first; equal ones by their number
};

enum class WriterOrder { Contribution, Along }; ///< by magnitude both

/// Needs weights and the stages hidden and projection, and update in a block that has it; `row` is no
/// padding. All `along` are NaN where f is zero or not finite.
UpdateWriters update_writers(const Snapshot& snapshot, std::int64_t row, std::size_t count,
                             WriterOrder order = WriterOrder::Along);

} // namespace ffn

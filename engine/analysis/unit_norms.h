#pragma once

#include "engine/model/feed_forward.h"

#include <vector>

namespace ffn {

/// Euclidean lengths of what belongs to each hidden unit, [d_ff], in double.
struct UnitNorms {
    std::vector<double> input;  ///< ‖row j of W₁‖: what the unit looks for
    std::vector<double> gate;   ///< ‖row j of Wg‖; empty for a block without gate
    std::vector<double> output; ///< ‖column j of W₂‖: what the unit writes
};

UnitNorms unit_norms(const FeedForward& model);

} // namespace ffn

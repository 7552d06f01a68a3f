#pragma once

#include "engine/forward/snapshot.h"

#include <vector>

namespace ffn {

/// What the block adds to one token's residual stream. Norms are Euclidean, in double; a number that does not
/// exist (a zero row's cosine, rows with NaN or Inf) is NaN.
struct TokenResidual {
    double input_norm = 0;            ///< ‖x‖
    double update_norm = 0;           ///< ‖f(x)‖, f(x) = projection
    double sum_norm = 0;              ///< ‖x + f(x)‖
    double update_to_input_ratio = 0; ///< ‖f(x)‖/‖x‖
    double cosine_input_update = 0;   ///< between x and f(x)
    double cosine_input_sum = 0;      ///< between x and x + f(x)
};

/// [batch][length of the row]; needs the stages input, projection and residual_sum.
std::vector<std::vector<TokenResidual>> residual(const Snapshot& snapshot);

} // namespace ffn

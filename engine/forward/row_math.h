#pragma once

#include "engine/forward/kernels.h"

#include <span>

namespace ffn {

/// Sums over a row in double, by the fastest kernels of this processor.
double row_sum(std::span<const float> row);
double row_sum_of_squares(std::span<const float> row);
/// Σ(x − mean)²: the second pass of a two-pass variance.
double row_squared_deviations(std::span<const float> row, double mean);
/// Extremes, counts and moments of a row that is not empty, in one pass.
RowMoments row_moments(std::span<const float> row);

} // namespace ffn

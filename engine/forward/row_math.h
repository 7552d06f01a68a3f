#pragma once

#include <cstdint>
#include <span>

namespace ffn {

/// Sums over a row in double, in a fixed order of lanes, so that they vectorise and give the same bits every
/// time.
double row_sum(std::span<const float> row);
double row_sum_of_squares(std::span<const float> row);
/// Σ(x − mean)²: the second pass of a two-pass variance.
double row_squared_deviations(std::span<const float> row, double mean);

struct RowExtremes {
    float min, max; ///< of a row without NaN
    std::int64_t zeros;
    std::int64_t nonfinite; ///< NaN, +Inf and −Inf
};
RowExtremes row_extremes(std::span<const float> row);

} // namespace ffn

#include "engine/forward/row_math.h"

namespace ffn {

double row_sum(std::span<const float> row) {
    return kernels().sum(row.data(), std::ptrdiff_t(row.size()));
}

double row_sum_of_squares(std::span<const float> row) {
    return kernels().squares(row.data(), std::ptrdiff_t(row.size()), 0);
}

double row_squared_deviations(std::span<const float> row, double mean) {
    return kernels().squares(row.data(), std::ptrdiff_t(row.size()), mean);
}

RowMoments row_moments(std::span<const float> row) {
    return kernels().moments(row.data(), std::ptrdiff_t(row.size()));
}

} // namespace ffn

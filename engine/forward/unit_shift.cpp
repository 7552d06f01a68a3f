#include "engine/forward/unit_shift.h"

#include <algorithm>
#include <cmath>

namespace ffn {

Matrix columns_of(const WeightMatrix& down, std::span<const std::int64_t> units) {
    Matrix columns(std::int64_t(units.size()), down.rows());
    for (std::int64_t i = 0; i < columns.rows(); ++i)
        for (std::int64_t r = 0; r < down.rows(); ++r)
            columns(i, r) = down.at(r, units[std::size_t(i)]);
    return columns;
}

bool shift_projection(std::span<const float> unedited, std::span<const double> changes, const Matrix& columns,
                      std::span<const float> hidden, std::span<float> out) {
    // Below this, the rounding of the unedited sum is far within the error bound of the edited one.
    constexpr double kMostMoved = 16;
    double moved = 0;
    for (const double change : changes)
        moved += std::abs(change);
    float left = 0;
    if (moved > 0)
        for (const float h : hidden)
            left += std::abs(h);
    if (!(moved <= kMostMoved * double(left))) return false;
    std::ranges::copy(unedited, out.begin());
    for (std::size_t k = 0; k < changes.size(); ++k) {
        const float change = float(changes[k]);
        if (change == 0) continue;
        const float* column = columns.row(std::int64_t(k)).data();
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] += change * column[i];
    }
    return std::ranges::all_of(out, [](float x) { return std::isfinite(x); });
}

} // namespace ffn

#include "engine/forward/stage_summary.h"

#include "engine/forward/row_math.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ffn {

namespace {

// A row whose values are all finite.
StageSummary finite_row(std::span<const float> row, const RowMoments& moments) {
    const double n = double(row.size()), shift = moments.shifted_sum / n;
    StageSummary s;
    s.values = s.finite = std::int64_t(row.size());
    s.zeros = moments.zeros;
    s.min = moments.min;
    s.max = moments.max;
    s.mean = double(row[0]) + shift;
    s.squared_deviations = std::max(0.0, moments.shifted_squares - n * shift * shift);
    // Σx² = Σ(x − mean)² + n·mean²
    s.sum_of_squares = s.squared_deviations + n * s.mean * s.mean;
    return s;
}

StageSummary mixed_row(std::span<const float> row) {
    StageSummary counts;
    std::vector<float> finite;
    finite.reserve(row.size());
    for (const float x : row) {
        if (std::isnan(x))
            ++counts.nan;
        else if (std::isinf(x))
            ++(x > 0 ? counts.pos_inf : counts.neg_inf);
        else
            finite.push_back(x);
    }
    StageSummary s;
    if (!finite.empty()) s = finite_row(finite, row_moments(finite));
    s.values = std::int64_t(row.size());
    s.nan = counts.nan;
    s.pos_inf = counts.pos_inf;
    s.neg_inf = counts.neg_inf;
    return s;
}

} // namespace

void StageSummary::add(std::span<const float> row) {
    if (row.empty()) return;
    const RowMoments moments = row_moments(row);
    merge(moments.nonfinite == 0 ? finite_row(row, moments) : mixed_row(row));
}

void StageSummary::merge(const StageSummary& other) {
    if (other.finite > 0) {
        const double n = double(finite), m = double(other.finite);
        const double delta = other.mean - mean;
        squared_deviations += other.squared_deviations + delta * delta * n * m / (n + m);
        mean += delta * m / (n + m);
        sum_of_squares += other.sum_of_squares;
    }
    values += other.values;
    finite += other.finite;
    zeros += other.zeros;
    nan += other.nan;
    pos_inf += other.pos_inf;
    neg_inf += other.neg_inf;
    min = std::min(min, other.min);
    max = std::max(max, other.max);
}

double StageSummary::std() const {
    return finite > 0 ? std::sqrt(squared_deviations / double(finite)) : std::nan("");
}

double StageSummary::l2() const {
    return finite > 0 ? std::sqrt(sum_of_squares) : std::nan("");
}

double StageSummary::zero_fraction() const {
    return values > 0 ? double(zeros) / double(values) : std::nan("");
}

} // namespace ffn

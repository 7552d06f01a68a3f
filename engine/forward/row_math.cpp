#include "engine/forward/row_math.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace ffn {

namespace {

constexpr std::size_t kLanes = 16;

// Adds term(x) over the row in kLanes running sums, which the compiler turns into vectors.
template <class F>
double lane_sum(std::span<const float> row, F term) {
    double lanes[kLanes] = {};
    std::size_t i = 0;
    for (; i + kLanes <= row.size(); i += kLanes)
        for (std::size_t l = 0; l < kLanes; ++l)
            lanes[l] += term(double(row[i + l]));
    for (std::size_t l = 0; i < row.size(); ++i, ++l)
        lanes[l] += term(double(row[i]));
    double sum = 0;
    for (const double lane : lanes)
        sum += lane;
    return sum;
}

bool is_nonfinite(float x) {
    constexpr std::uint32_t kExponent = 0x7f800000;
    return (std::bit_cast<std::uint32_t>(x) & kExponent) == kExponent;
}

} // namespace

double row_sum(std::span<const float> row) {
    return lane_sum(row, [](double x) { return x; });
}

double row_sum_of_squares(std::span<const float> row) {
    return lane_sum(row, [](double x) { return x * x; });
}

double row_squared_deviations(std::span<const float> row, double mean) {
    return lane_sum(row, [mean](double x) { return (x - mean) * (x - mean); });
}

RowExtremes row_extremes(std::span<const float> row) {
    float low[kLanes], high[kLanes];
    std::int32_t zeros[kLanes] = {}, nonfinite[kLanes] = {};
    std::fill_n(low, kLanes, std::numeric_limits<float>::infinity());
    std::fill_n(high, kLanes, -std::numeric_limits<float>::infinity());
    const auto see = [&](float x, std::size_t l) {
        low[l] = x < low[l] ? x : low[l];
        high[l] = x > high[l] ? x : high[l];
        zeros[l] += x == 0.0f;
        nonfinite[l] += is_nonfinite(x);
    };
    std::size_t i = 0;
    for (; i + kLanes <= row.size(); i += kLanes)
        for (std::size_t l = 0; l < kLanes; ++l)
            see(row[i + l], l);
    for (; i < row.size(); ++i)
        see(row[i], 0);
    RowExtremes result{low[0], high[0], 0, 0};
    for (std::size_t l = 0; l < kLanes; ++l) {
        result.min = std::min(result.min, low[l]);
        result.max = std::max(result.max, high[l]);
        result.zeros += zeros[l];
        result.nonfinite += nonfinite[l];
    }
    return result;
}

} // namespace ffn

#pragma once

#include <cstdint>
#include <limits>
#include <span>

namespace ffn {

/// Sums over the values of one stage; two can be merged. Moments are in double around the mean (Chan, Golub,
/// LeVeque 1979), so a large common offset loses nothing.
struct StageSummary {
    std::int64_t values = 0; ///< real (not padding) values seen, finite or not
    std::int64_t finite = 0;
    std::int64_t zeros = 0;
    std::int64_t nan = 0, pos_inf = 0, neg_inf = 0;
    float min = std::numeric_limits<float>::infinity(); ///< over finite values; +Inf when there are none
    float max = -std::numeric_limits<float>::infinity();
    double mean = 0; ///< over finite values
    double squared_deviations = 0;
    double sum_of_squares = 0;

    void add(std::span<const float> row);
    void merge(const StageSummary& other);

    double std() const;           ///< population; NaN when there are no finite values
    double l2() const;            ///< √Σx²
    double zero_fraction() const; ///< zeros / values; NaN when there are none
};

} // namespace ffn

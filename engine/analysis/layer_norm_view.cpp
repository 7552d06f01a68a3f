#include "engine/analysis/layer_norm_view.h"

#include "engine/model/norm_math.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ffn {

namespace {

double median(std::vector<double> values) {
    if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2) return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

NormCheck check_row(std::span<const float> row, double variance, const FeedForwardConfig& config) {
    NormCheck check;
    double squares = 0;
    for (float v : row) {
        check.sum += v;
        squares += double(v) * v;
    }
    check.length = std::sqrt(squares);
    check.expected_length = normed_length(config.norm, double(row.size()), variance, config.eps);
    return check;
}

} // namespace

Outliers outliers(std::span<const float> values, double k) {
    std::vector<double> finite, distances;
    std::copy_if(values.begin(), values.end(), std::back_inserter(finite),
                 [](float v) { return std::isfinite(v); });
    Outliers found;
    found.median = median(finite);
    for (double v : finite)
        distances.push_back(std::abs(v - found.median));
    found.mad = median(distances);
    const auto distance = [&](std::int64_t u) {
        const float v = values[std::size_t(u)];
        return std::isfinite(v) ? std::abs(v - found.median) : std::numeric_limits<double>::infinity();
    };
    for (std::int64_t u = 0; u < std::int64_t(values.size()); ++u)
        if (!std::isfinite(values[std::size_t(u)]) || distance(u) > k * found.mad) found.units.push_back(u);
    std::stable_sort(found.units.begin(), found.units.end(),
                     [&](std::int64_t a, std::int64_t b) { return distance(a) > distance(b); });
    return found;
}

std::optional<std::vector<std::vector<NormCheck>>> norm_checks(const Snapshot& snapshot) {
    if (!snapshot.has(Stage::Normalized) || !snapshot.has(Stage::NormVariance)) return std::nullopt;
    const Tensor &normalized = snapshot.stage(Stage::Normalized),
                 &variance = snapshot.stage(Stage::NormVariance);
    std::vector<std::vector<NormCheck>> checks(std::size_t(snapshot.tokens->batch()));
    for (std::int64_t b = 0; b < snapshot.tokens->batch(); ++b)
        for (std::int64_t p = 0; p < snapshot.tokens->length(b); ++p) {
            const std::int64_t row = b * normalized.shape().len + p;
            checks[std::size_t(b)].push_back(
                check_row(normalized.row(row), variance.at(row, 0), snapshot.config));
        }
    return checks;
}

} // namespace ffn

#include "engine/analysis/outlier_dimensions.h"

#include "engine/analysis/token_rows.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace ffn {

namespace {

template <class T>
double median(std::vector<T> values) {
    if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::ranges::nth_element(values, middle);
    if (values.size() % 2) return double(*middle);
    return (double(*middle) + double(*std::max_element(values.begin(), middle))) / 2;
}

/// What one pass over the rows learns of each dimension.
struct Columns {
    std::vector<double> squares;
    std::vector<std::int64_t> counts;
    std::vector<OutlierDimension> peaks;
    std::vector<float> magnitudes; ///< of finite cells, all of them or evenly spread ones
};

constexpr std::int64_t kMagnitudes = 1 << 22; // enough for a median

Columns read_columns(const Tensor& values, const std::vector<TokenRow>& rows) {
    const auto dims = std::size_t(values.dim());
    Columns c{
        std::vector<double>(dims), std::vector<std::int64_t>(dims), std::vector<OutlierDimension>(dims), {}};
    const std::int64_t cells = std::int64_t(rows.size()) * values.dim();
    // A stride that shares no factor with the rows' width meets every dimension.
    std::int64_t stride = 1 + cells / kMagnitudes;
    while (std::gcd(stride, values.dim()) > 1)
        ++stride;
    std::int64_t cell = 0;
    for (const TokenRow& at : rows) {
        const auto row = values.row(at.row);
        for (std::size_t d = 0; d < dims; ++d, ++cell) {
            if (!std::isfinite(row[d])) continue;
            c.squares[d] += double(row[d]) * row[d];
            ++c.counts[d];
            if (cell % stride == 0) c.magnitudes.push_back(std::abs(row[d]));
            OutlierDimension& peak = c.peaks[d];
            if (std::abs(row[d]) > std::abs(peak.peak)) peak.peak = row[d], peak.peak_row = at.row;
        }
    }
    return c;
}

void count_massive(OutlierDimensions& found, const Tensor& values, const std::vector<TokenRow>& rows,
                   const OutlierRules& rules) {
    const double border = std::max(rules.massive, rules.massive_ratio * found.median_magnitude);
    for (OutlierDimension& each : found.dims)
        for (const TokenRow& at : rows) {
            const double v = std::abs(double(values.at(at.row, each.dim)));
            each.massive += std::isfinite(v) && v > border;
        }
}

} // namespace

OutlierDimensions outlier_dimensions(const Snapshot& snapshot, Stage stage, const OutlierRules& rules) {
    const Tensor& values = snapshot.stage(stage);
    const std::vector<TokenRow> rows = token_rows(*snapshot.tokens, values.shape().len);
    Columns columns = read_columns(values, rows);
    std::vector<double> rms;
    for (std::size_t d = 0; d < columns.squares.size(); ++d)
        if (columns.counts[d] > 0) rms.push_back(std::sqrt(columns.squares[d] / double(columns.counts[d])));
    OutlierDimensions found;
    found.median_rms = median(rms);
    found.median_magnitude = median(std::move(columns.magnitudes));
    const double border = std::max(rules.massive, rules.massive_ratio * found.median_magnitude);
    for (std::size_t d = 0; d < columns.squares.size(); ++d) {
        OutlierDimension& each = columns.peaks[d];
        if (columns.counts[d] == 0) continue;
        each.dim = std::int64_t(d);
        each.rms = std::sqrt(columns.squares[d] / double(columns.counts[d]));
        each.ratio = each.rms > 0 ? each.rms / found.median_rms : 0;
        if (each.ratio > rules.rms_ratio || std::abs(double(each.peak)) > border) found.dims.push_back(each);
    }
    std::ranges::stable_sort(found.dims, std::ranges::greater{}, &OutlierDimension::rms);
    count_massive(found, values, rows, rules);
    return found;
}

} // namespace ffn

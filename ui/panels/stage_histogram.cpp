#include "ui/panels/stage_histogram.h"

#include "ui/panels/token_text.h"

#include <algorithm>
#include <cmath>

namespace ffn::ui {

namespace {

struct Range {
    double low = INFINITY, high = -INFINITY;
};

Range rangeOfNonZero(const Tensor& values, const std::vector<qint64>& rows) {
    Range range;
    for (const qint64 row : rows)
        for (const float v : values.row(row)) {
            if (v == 0 || !std::isfinite(v)) continue;
            range.low = std::min(range.low, double(v));
            range.high = std::max(range.high, double(v));
        }
    return range;
}

std::vector<HistogramBin> emptyBins(Range range, int count) {
    // Data of one sign starts at zero, as a ReLU's should; then a single value has a width to stand in, too.
    range.low = std::min(range.low, 0.0);
    range.high = std::max(range.high, 0.0);
    const double width = (range.high - range.low) / count;
    const double first = std::floor(range.low / width);
    std::vector<HistogramBin> bins;
    for (double i = first; i * width < range.high; ++i)
        bins.push_back({i * width, (i + 1) * width});
    return bins;
}

} // namespace

int StageHistogram::binOf(double value) const {
    if (bins.empty() || value == 0 || !(value >= bins.front().low && value <= bins.back().high)) return -1;
    const auto above = std::upper_bound(bins.begin(), bins.end(), value,
                                        [](double v, const HistogramBin& bin) { return v < bin.high; });
    return int(std::min(std::size_t(above - bins.begin()), bins.size() - 1));
}

StageHistogram stageHistogram(const Snapshot& snapshot, Stage stage, int bins, const Progress& progress) {
    const Tensor& values = snapshot.stage(stage);
    const std::vector<qint64> rows = realRows(*snapshot.tokens);
    StageHistogram histogram;
    const Range range = rangeOfNonZero(values, rows);
    if (range.low <= range.high) histogram.bins = emptyBins(range, bins);
    for (const qint64 row : rows) {
        progress.check();
        const auto cells = values.row(row);
        for (std::size_t unit = 0; unit < cells.size(); ++unit) {
            histogram.zeros += cells[unit] == 0;
            const int i = histogram.binOf(double(cells[unit]));
            if (i < 0) continue;
            HistogramBin& bin = histogram.bins[std::size_t(i)];
            if (bin.count++ == 0) bin.row = row, bin.unit = qint64(unit);
        }
    }
    return histogram;
}

} // namespace ffn::ui

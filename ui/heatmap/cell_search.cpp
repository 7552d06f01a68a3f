#include "ui/heatmap/cell_search.h"

#include <algorithm>
#include <cmath>

namespace ffn::ui {

std::optional<Cell> largestCell(const Tensor& values, const RowLabels& rows, const Progress& progress) {
    std::optional<Cell> best;
    float most = -1;
    for (qint64 row = 0; row < values.rows(); ++row) {
        progress.check();
        if (rows.isPadding(row)) continue;
        for (qint64 unit = 0; unit < values.dim(); ++unit) {
            const float size = std::abs(values.at(row, unit));
            if (!std::isfinite(size) || size <= most) continue;
            most = size;
            best = Cell{row, unit};
        }
    }
    return best;
}

std::optional<Cell> nextNonFinite(const Tensor& values, const RowLabels& rows, Cell from,
                                  const Progress& progress) {
    const qint64 dim = values.dim(), cells = values.size();
    const qint64 start = from.first < 0 || from.second < 0 ? -1 : from.first * dim + from.second;
    for (qint64 step = 1; step <= cells; ++step) {
        const qint64 at = (start + step) % cells;
        if (at % dim == 0) progress.check();
        if (!std::isfinite(values.data()[at]) && !rows.isPadding(at / dim)) return Cell{at / dim, at % dim};
    }
    return std::nullopt;
}

std::optional<qint64> nextZeroRow(const Pyramid& pyramid, qint64 from, const Progress& progress) {
    for (qint64 step = 1; step <= pyramid.rows(); ++step) {
        progress.check();
        const qint64 row = (from + step) % pyramid.rows();
        if (pyramid.is_padding(row)) continue;
        const auto values = pyramid.tensor().row(pyramid.order().row(row));
        if (std::ranges::all_of(values, [](float v) { return v == 0; })) return row;
    }
    return std::nullopt;
}

} // namespace ffn::ui

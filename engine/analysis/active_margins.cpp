#include "engine/analysis/active_margins.h"

#include <cmath>
#include <limits>

namespace ffn {

ActiveMargins active_margins(const Tensor& values, const TokenBatch& tokens, float threshold,
                             const Progress& progress) {
    const std::int64_t len = values.shape().len, dim = values.dim();
    ActiveMargins margins;
    margins.rows.assign(std::size_t(values.rows()), std::numeric_limits<float>::quiet_NaN());
    std::vector<std::int64_t> active(static_cast<std::size_t>(dim));
    std::int64_t seen = 0;
    for (std::int64_t row = 0; row < values.rows(); ++row) {
        if (tokens.is_padding(row / len, row % len)) continue;
        progress.check();
        const float* cells = values.row(row).data();
        std::int64_t here = 0;
        for (std::int64_t unit = 0; unit < dim; ++unit) {
            const bool fires = !(std::abs(cells[unit]) <= threshold);
            active[std::size_t(unit)] += fires;
            here += fires;
        }
        margins.rows[std::size_t(row)] = float(double(here) / double(dim));
        ++seen;
    }
    for (const std::int64_t count : active)
        margins.units.push_back(seen > 0 ? float(double(count) / double(seen))
                                         : std::numeric_limits<float>::quiet_NaN());
    return margins;
}

} // namespace ffn

#include "engine/analysis/update_writers.h"

#include "engine/analysis/second_norm.h"
#include "engine/forward/forward.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace ffn {

namespace {

double length(std::span<const float> row) {
    double squares = 0;
    for (const float v : row)
        squares += double(v) * v;
    return std::sqrt(squares);
}

double size_of(double v) {
    return std::isnan(v) ? std::numeric_limits<double>::infinity() : std::abs(v);
}

// f · (what b₂ and the second norm's mean and bias become in it)
double along(std::span<const float> f, const SecondNorm& second, std::span<const float> bias) {
    double sum = 0;
    for (std::size_t d = 0; d < f.size(); ++d)
        sum += double(f[d]) * (second.shift[d] + (bias.empty() ? 0 : double(bias[d]) * second.scale[d]));
    return sum;
}

} // namespace

UpdateWriters update_writers(const Snapshot& snapshot, std::int64_t row, std::size_t count,
                             WriterOrder order) {
    assert(snapshot.model);
    const WeightMatrix& down = snapshot.model->down;
    const auto f = snapshot.stage(update_stage(snapshot.config)).row(row),
               hidden = snapshot.stage(Stage::Hidden).row(row);
    const SecondNorm second = second_norm(snapshot, row);
    UpdateWriters result;
    result.update_norm = length(f);
    const bool exists = std::isfinite(result.update_norm) && result.update_norm > 0;
    const double scale = exists ? 1 / result.update_norm : std::numeric_limits<double>::quiet_NaN();

    std::vector<double> squares(hidden.size()), dots(hidden.size());
    std::vector<float> buffer;
    for (std::size_t d = 0; d < f.size(); ++d) {
        const auto weights = down.row(std::int64_t(d), buffer);
        for (std::size_t u = 0; u < hidden.size(); ++u) {
            const double weight = double(weights[u]) * second.scale[d];
            squares[u] += weight * weight;
            dots[u] += weight * f[d];
        }
    }
    result.bias_along = along(f, second, snapshot.model->down_bias.values()) * scale;
    for (std::size_t u = 0; u < hidden.size(); ++u) {
        const double norm = std::sqrt(squares[u]), h = hidden[u];
        result.units.push_back({std::int64_t(u), hidden[u], norm, std::abs(h) * norm, h * dots[u] * scale});
    }
    std::ranges::stable_sort(result.units, [order](const UnitWrite& a, const UnitWrite& b) {
        return order == WriterOrder::Along ? size_of(a.along) > size_of(b.along)
                                           : size_of(a.contribution) > size_of(b.contribution);
    });
    for (std::size_t i = count; i < result.units.size(); ++i)
        result.rest_along += result.units[i].along;
    if (result.units.size() > count) result.units.resize(count);
    return result;
}

} // namespace ffn

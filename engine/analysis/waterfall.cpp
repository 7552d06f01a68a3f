#include "engine/analysis/waterfall.h"

#include "engine/analysis/second_norm.h"

#include "engine/model/norm_math.h"

#include <algorithm>
#include <cmath>

namespace ffn {

namespace {

using Kind = WaterfallStep::Kind;

/// Keeps the running total.
class Steps {
  public:
    void add(Kind kind, double change, std::int64_t unit = -1) {
        m_total += change;
        m_steps.push_back({kind, unit, change, m_total});
    }
    /// A step that multiplies or moves the total to where the engine has it.
    void reach(Kind kind, double total) { add(kind, total - m_total); }
    void mark(Kind kind, double value) {
        m_total = value;
        m_steps.push_back({kind, -1, value, value});
    }
    std::vector<WaterfallStep> take() { return std::move(m_steps); }
    double total() const { return m_total; }

  private:
    double m_total = 0;
    std::vector<WaterfallStep> m_steps;
};

void add_units(Steps& steps, const Snapshot& s, std::int64_t row, std::int64_t dim, double scale,
               std::size_t largest) {
    std::vector<float> buffer;
    const auto hidden = s.stage(Stage::Hidden).row(row), weights = s.model->down.row(dim, buffer);
    std::vector<std::pair<double, std::int64_t>> products;
    for (std::size_t u = 0; u < hidden.size(); ++u)
        if (const double v = double(hidden[u]) * weights[u] * scale; v != 0)
            products.emplace_back(v, std::int64_t(u));
    std::ranges::stable_sort(products, [](const auto& a, const auto& b) {
        return !(std::abs(a.first) <= std::abs(b.first)) && !std::isnan(b.first); // NaN before all
    });
    double rest = 0;
    for (std::size_t i = 0; i < products.size(); ++i) {
        if (i < largest)
            steps.add(Kind::Unit, products[i].first, products[i].second);
        else
            rest += products[i].first;
    }
    if (products.size() > largest) steps.add(Kind::Rest, rest);
}

void add_norm(Steps& steps, const Snapshot& s, std::int64_t row, std::int64_t dim) {
    const auto of = [dim](const Tensor& t, double absent) {
        return t.size() > 0 ? double(t.values()[std::size_t(dim)]) : absent;
    };
    if (norm_centres(s.config.norm)) steps.add(Kind::Centre, -double(s.stage(Stage::NormMean).at(row, 0)));
    steps.reach(Kind::Scale, steps.total() * double(s.stage(Stage::NormRstd).at(row, 0)));
    steps.reach(Kind::Gain, steps.total() * of(s.model->norm_gain, 1));
    if (s.model->norm_bias.size() > 0) steps.add(Kind::NormBias, of(s.model->norm_bias, 0));
}

} // namespace

std::optional<std::vector<WaterfallStep>> waterfall(const Snapshot& snapshot, std::int64_t row,
                                                    std::int64_t dim, std::size_t largest) {
    const bool normed =
        snapshot.config.placement == NormPlacement::Post && snapshot.config.norm != Norm::None;
    std::vector<Stage> needed{Stage::Input, Stage::Hidden, Stage::ResidualSum};
    if (has_second_norm(snapshot.config)) needed.push_back(Stage::Projection);
    if (normed) needed.insert(needed.end(), {Stage::NormMean, Stage::NormRstd, Stage::Output});
    if (!snapshot.model || !std::ranges::all_of(needed, [&](Stage s) { return snapshot.has(s); }))
        return std::nullopt;
    const std::int64_t len = snapshot.shape(Stage::Input).len;
    if (snapshot.tokens->is_padding(row / len, row % len)) return std::nullopt;

    Steps steps;
    steps.add(Kind::Input, snapshot.stage(Stage::Input).at(row, dim));
    const SecondNorm second = second_norm(snapshot, row);
    const double scale = second.scale[std::size_t(dim)], shift = second.shift[std::size_t(dim)];
    if (snapshot.model->down_bias.size() > 0)
        steps.add(Kind::Bias, scale * double(snapshot.model->down_bias.values()[std::size_t(dim)]));
    add_units(steps, snapshot, row, dim, scale, largest);
    if (shift != 0) steps.add(Kind::SecondNorm, shift);
    steps.mark(Kind::Sum, snapshot.stage(Stage::ResidualSum).at(row, dim));
    if (normed) {
        add_norm(steps, snapshot, row, dim);
        steps.mark(Kind::Output, snapshot.stage(Stage::Output).at(row, dim));
    }
    return steps.take();
}

} // namespace ffn

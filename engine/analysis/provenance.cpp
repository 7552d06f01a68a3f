#include "engine/analysis/provenance.h"

#include "engine/analysis/formula_text.h"
#include "engine/analysis/second_norm.h"
#include "engine/forward/activation.h"
#include "engine/forward/forward.h"
#include "engine/model/norm_math.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ffn {

namespace {

double magnitude(double v) {
    return std::isnan(v) ? std::numeric_limits<double>::infinity() : std::abs(v);
}

std::string n(double value) {
    return formula_number(value);
}

/// "a + b", or "a − 3" for a b of −3.
std::string sum(const std::string& a, double b) {
    return b < 0 ? a + " − " + n(-b) : a + " + " + n(b);
}

std::string difference(double a, double b) {
    return b < 0 ? n(a) + " + " + n(-b) : n(a) + " − " + n(b);
}

bool is_pre(const FeedForwardConfig& config) {
    return config.placement == NormPlacement::Pre;
}

// Puts one cell together; every member fills terms and formula from the stages before.
class Cell {
  public:
    Cell(const Snapshot& snapshot, Provenance& result) : s(snapshot), p(result), config(snapshot.config) {}

    bool explain(int largest);

  private:
    bool has(std::initializer_list<Stage> stages) const {
        return std::all_of(stages.begin(), stages.end(), [&](Stage stage) { return s.has(stage); });
    }
    double at(Stage stage) const { return s.stage(stage).at(p.row, stage_unit(stage)); }
    std::int64_t stage_unit(Stage stage) const { return info(stage).width == StageWidth::One ? 0 : p.unit; }
    void addend(Stage stage, double value) {
        p.terms.push_back({Term::Kind::Addend, stage, stage_unit(stage), at(stage), 1, value});
    }
    double show_largest(std::vector<Term> all, int largest);
    void show_rest(Stage from, double rest);
    bool products(Stage from, const WeightMatrix& weights, const Tensor& bias, int largest);
    bool activated(Stage from);
    bool gated_hidden();
    double edited(double value, std::string& text) const;
    bool update();
    bool residual_sum();
    bool statistic(int largest);
    bool normalized();
    bool scaled_norm();
    bool output();

    const Snapshot& s;
    Provenance& p;
    const FeedForwardConfig& config;
};

// Returns the sum of those that are not shown.
double Cell::show_largest(std::vector<Term> all, int largest) {
    const auto shown = std::min(all.size(), std::size_t(std::max(largest, 0)));
    std::partial_sort(all.begin(), all.begin() + std::ptrdiff_t(shown), all.end(),
                      [](const Term& a, const Term& b) {
                          const double ma = magnitude(a.value), mb = magnitude(b.value);
                          return ma != mb ? ma > mb : a.unit < b.unit;
                      });
    double rest = 0;
    for (std::size_t i = shown; i < all.size(); ++i)
        rest += all[i].value;
    p.rest_terms = std::int64_t(all.size() - shown);
    all.resize(shown);
    p.terms = std::move(all);
    return rest;
}

void Cell::show_rest(Stage from, double rest) {
    if (p.rest_terms > 0) p.terms.push_back({Term::Kind::Rest, from, -1, 0, 0, rest});
}

bool Cell::products(Stage from, const WeightMatrix& weights, const Tensor& bias, int largest) {
    if (!has({from})) return false;
    const auto x = s.stage(from).row(p.row);
    std::vector<float> w(x.size());
    weights.read(p.unit, 1, w);
    std::vector<Term> all(x.size());
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = {Term::Kind::Product, from, std::int64_t(i), x[i], w[i], double(x[i]) * double(w[i])};
    const double rest = show_largest(std::move(all), largest);
    if (bias.size() > 0) {
        const double b = bias.values()[std::size_t(p.unit)];
        p.terms.push_back({Term::Kind::Bias, std::nullopt, p.unit, b, 1, b});
    }
    show_rest(from, rest);
    return true;
}

// In the order of Edits; each step says what it did.
double Cell::edited(double value, std::string& text) const {
    const Edits& edits = s.edits;
    if (edits.threshold && value <= *edits.threshold) {
        value = 0;
        text += " → threshold " + n(*edits.threshold) + " → 0";
    }
    if (const auto scaled = edits.scaled.find(p.unit); scaled != edits.scaled.end()) {
        value *= scaled->second;
        text += " → scaled · " + n(scaled->second) + " → " + n(value);
    }
    if (const auto range = edits.clamped.find(p.unit); range != edits.clamped.end()) {
        value = clamped(range->second, value);
        text += " → clamped to " + n(range->second.min) + " … " + n(range->second.max) + " → " + n(value);
    }
    if (edits.ablated.contains(p.unit)) {
        value = 0;
        text += " → ablated → 0";
    }
    return value;
}

bool Cell::activated(Stage from) {
    if (!has({from})) return false;
    double value = activate(config.activation, at(from));
    p.formula = std::string(formula_name(config.activation)) + "(" + n(at(from)) + ") = " + n(value);
    if (p.stage == Stage::Hidden) value = edited(value, p.formula);
    addend(from, value);
    return true;
}

bool Cell::gated_hidden() {
    if (!has({Stage::Gate, Stage::PreActivation})) return false;
    const double gate = at(Stage::Gate), pre = at(Stage::PreActivation);
    p.formula = n(gate) + " · " + n(pre) + " = " + n(gate * pre);
    const double value = edited(gate * pre, p.formula);
    p.terms.push_back(
        {Term::Kind::Product, Stage::Gate, p.unit, gate, pre, value, Stage::PreActivation, p.unit});
    return true;
}

bool Cell::update() {
    if (!has({Stage::Projection})) return false;
    const SecondNorm norm = second_norm(s, p.row);
    const auto d = std::size_t(p.unit);
    const double f = at(Stage::Projection), scale = norm.scale[d], shift = norm.shift[d];
    p.terms.push_back({Term::Kind::Product, Stage::Projection, p.unit, f, scale, f * scale});
    if (shift != 0) p.terms.push_back({Term::Kind::Bias, std::nullopt, p.unit, shift, 1, shift});
    const bool centres = norm_centres(config.norm);
    const Tensor &gain = s.model->second_gain, &bias = s.model->second_bias;
    p.formula = centres ? "(" + difference(f, norm.mean) + ")" : n(f);
    p.formula += " · " + n(norm.rstd);
    if (gain.size() > 0) p.formula += " · " + n(double(gain.values()[d]));
    if (bias.size() > 0) p.formula = sum(p.formula, double(bias.values()[d]));
    p.formula += " = " + n(f * scale + shift);
    return true;
}

bool Cell::residual_sum() {
    const Stage added = update_stage(config);
    if (!has({added, Stage::Input})) return false;
    const double f = at(added), x = at(Stage::Input);
    addend(added, f);
    addend(Stage::Input, x);
    p.formula = n(f) + " + " + n(x) + " = " + n(f + x);
    return true;
}

// Two passes, around the mean or around 0 (RMSNorm).
bool Cell::statistic(int largest) {
    const Stage from = is_pre(config) ? Stage::Input : Stage::ResidualSum;
    if (!has({from})) return false;
    const auto row = s.stage(from).row(p.row);
    const double d = double(row.size()), divisor = norm_divisor(config.norm, d);
    const bool rms = !norm_centres(config.norm), unbiased = config.norm == Norm::StdNorm;
    double mean = 0, variance = 0;
    for (float v : row)
        mean += rms ? 0 : double(v) / d;
    for (float v : row)
        variance += (v - mean) * (v - mean) / divisor;
    const std::string of = " of " + std::to_string(row.size()) + " values = ";
    if (p.stage == Stage::NormRstd) {
        const double rstd = norm_rstd(config.norm, variance, config.eps);
        const std::string root = "√" + n(variance) + " + " + n(config.eps);
        p.formula =
            (unbiased ? "1/(" + root : "1/√(" + n(variance) + " + " + n(config.eps)) + ") = " + n(rstd);
        p.terms.push_back({Term::Kind::Addend, Stage::NormVariance, 0, variance, 1, rstd});
        return true;
    }
    const bool of_mean = p.stage == Stage::NormMean;
    const char* const spread = rms ? "mean of squares" : unbiased ? "unbiased variance" : "variance";
    p.formula = (of_mean ? "mean" : spread) + of + n(of_mean ? mean : variance);
    if (of_mean && rms) p.formula = "RMSNorm: 0";
    if (of_mean && rms) return true;
    std::vector<Term> all(row.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const double x = row[i], share = of_mean ? x / d : (x - mean) * (x - mean) / divisor;
        all[i] = {Term::Kind::Addend, from, std::int64_t(i), x, 1, share};
    }
    show_rest(from, show_largest(std::move(all), largest));
    return true;
}

bool Cell::normalized() {
    const Stage from = is_pre(config) ? Stage::Input : Stage::ResidualSum;
    if (!has({from, Stage::NormMean, Stage::NormRstd})) return false;
    const double x = at(from), mean = at(Stage::NormMean), rstd = at(Stage::NormRstd);
    using enum Term::Kind;
    p.terms.push_back({Product, from, p.unit, x, rstd, x * rstd, Stage::NormRstd, 0});
    if (norm_centres(config.norm))
        p.terms.push_back({Product, Stage::NormMean, 0, mean, -rstd, -mean * rstd, Stage::NormRstd, 0});
    p.formula = "(" + difference(x, mean) + ") · " + n(rstd) + " = " + n((x - mean) * rstd);
    return true;
}

bool Cell::scaled_norm() {
    if (!has({Stage::Normalized})) return false;
    const auto of = [&](const Tensor& t, double absent) {
        return t.size() > 0 ? double(t.values()[std::size_t(p.unit)]) : absent;
    };
    const double x = at(Stage::Normalized), gain = of(s.model->norm_gain, 1),
                 bias = of(s.model->norm_bias, 0);
    p.terms.push_back({Term::Kind::Product, Stage::Normalized, p.unit, x, gain, x * gain});
    p.formula = n(x) + " · " + n(gain);
    if (s.model->norm_bias.size() > 0) {
        p.terms.push_back({Term::Kind::Bias, std::nullopt, p.unit, bias, 1, bias});
        p.formula = sum(p.formula, bias);
    }
    p.formula += " = " + n(x * gain + bias);
    return true;
}

bool Cell::output() {
    if (!is_pre(config) && config.norm != Norm::None) return scaled_norm();
    if (!has({Stage::ResidualSum})) return false;
    addend(Stage::ResidualSum, at(Stage::ResidualSum));
    p.formula = n(at(Stage::ResidualSum));
    return true;
}

bool Cell::explain(int largest) {
    const bool normed_first = is_pre(config) && config.norm != Norm::None;
    const Stage first = normed_first ? Stage::NormOutput : Stage::Input;
    const FeedForward& model = *s.model;
    switch (p.stage) {
    case Stage::Input:
        p.formula = n(p.value);
        return true;
    case Stage::NormOutput:
        return scaled_norm();
    case Stage::GatePreActivation:
        return products(first, model.gate, model.gate_bias, largest);
    case Stage::Gate:
        return activated(Stage::GatePreActivation);
    case Stage::PreActivation:
        return products(first, model.up, model.up_bias, largest);
    case Stage::Hidden:
        return config.gated ? gated_hidden() : activated(Stage::PreActivation);
    case Stage::Projection:
        return products(Stage::Hidden, model.down, model.down_bias, largest);
    case Stage::Update:
        return update();
    case Stage::ResidualSum:
        return residual_sum();
    case Stage::NormMean:
    case Stage::NormVariance:
    case Stage::NormRstd:
        return statistic(largest);
    case Stage::Normalized:
        return normalized();
    case Stage::Output:
        return output();
    }
    return false;
}

} // namespace

std::optional<Provenance> provenance(const Snapshot& snapshot, Stage stage, std::int64_t row,
                                     std::int64_t unit, int largest) {
    if (!snapshot.model || !snapshot.has(stage)) return std::nullopt;
    const std::int64_t len = snapshot.shape(stage).len;
    if (snapshot.tokens->is_padding(row / len, row % len)) return std::nullopt;
    Provenance result;
    result.stage = stage, result.row = row, result.unit = unit;
    result.value = snapshot.stage(stage).at(row, unit);
    if (!Cell(snapshot, result).explain(largest)) return std::nullopt;
    for (const Term& term : result.terms)
        result.sum += term.value;
    if (result.terms.empty()) result.sum = result.value;
    return result;
}

} // namespace ffn

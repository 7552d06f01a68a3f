#include "engine/analysis/nonfinite_trace.h"

#include "engine/analysis/second_norm.h"
#include "engine/analysis/token_rows.h"
#include "engine/core/number_text.h"

#include <algorithm>
#include <cmath>

namespace ffn {

namespace {

bool is_odd(float v) {
    return !std::isfinite(v);
}

const std::string kOneValue = "one value has no unbiased variance: it is 0/0",
                  kFlat = "the variance and eps are both 0, so rstd divides by 0";

/// Says why a cell whose sources are all finite is not.
class Cause {
  public:
    Cause(const Snapshot& snapshot, const NonFiniteOrigin& origin)
        : m_snapshot(snapshot), m_origin(origin), m_config(snapshot.config) {}

    std::string text() const {
        using enum Stage;
        const FeedForward* m = m_snapshot.model.get();
        switch (m_origin.stage) {
        case Input:
            return "the input holds it";
        case GatePreActivation:
            return m ? of_product(m->gate, m->gate_bias, "gate") : overflow();
        case PreActivation:
            return m ? of_product(m->up, m->up_bias, "up") : overflow();
        case Projection:
            return m ? of_product(m->down, m->down_bias, "down") : overflow();
        case NormVariance:
        case NormRstd:
        case Normalized:
            return of_norm();
        case Update:
            return m ? of_second_norm(*m) : overflow();
        case NormOutput:
        case Output:
            return m ? of_gain(m->norm_gain, m->norm_bias, "norm") : overflow();
        case Hidden:
            return of_hidden();
        default:
            return overflow();
        }
    }

  private:
    static std::string overflow() { return "the result is too large for float32, or a source is not kept"; }

    std::string of_product(const WeightMatrix& weights, const Tensor& bias, const std::string& what) const {
        std::vector<float> buffer;
        const auto row = weights.row(m_origin.unit, buffer);
        if (const auto at = std::ranges::find_if(row, is_odd); at != row.end())
            return "the weight " + what + "[" + std::to_string(m_origin.unit) + ", " +
                   std::to_string(at - row.begin()) + "] is " + number_text(*at);
        if (bias.size() > 0) return of_value(bias, what + "_bias");
        return overflow();
    }
    std::string of_value(const Tensor& values, const std::string& what) const {
        if (values.size() == 0) return overflow();
        const float v = values.values()[std::size_t(m_origin.unit)];
        if (!is_odd(v)) return overflow();
        return what + "[" + std::to_string(m_origin.unit) + "] is " + number_text(v);
    }
    std::string of_gain(const Tensor& gain, const Tensor& bias, const std::string& what) const {
        if (m_config.norm == Norm::None) return overflow();
        const std::string of_gain = of_value(gain, what + "_gain");
        return of_gain == overflow() ? of_value(bias, what + "_bias") : of_gain;
    }
    std::string of_second_norm(const FeedForward& m) const {
        if (one_value()) return kOneValue;
        const bool kept = m_snapshot.has(Stage::Projection);
        if (kept && !std::isfinite(second_norm(m_snapshot, m_origin.row).rstd)) return kFlat;
        return of_gain(m.second_gain, m.second_bias, "second");
    }
    bool one_value() const { return m_config.norm == Norm::StdNorm && m_config.d_model == 1; }
    std::string of_norm() const {
        if (one_value()) return kOneValue;
        const bool flat = m_snapshot.has(Stage::NormVariance) &&
                          m_snapshot.stage(Stage::NormVariance).at(m_origin.row, 0) == 0;
        return flat && m_config.eps == 0 ? kFlat : overflow();
    }
    std::string of_hidden() const {
        const Edits& edits = m_snapshot.edits;
        if (const auto clamped = edits.clamped.find(m_origin.unit); clamped != edits.clamped.end())
            return "the edit clamps the unit to " + number_text(clamped->second.min) + " … " +
                   number_text(clamped->second.max);
        if (const auto scaled = edits.scaled.find(m_origin.unit); scaled != edits.scaled.end())
            return "the edit scales the unit by " + number_text(scaled->second);
        return overflow();
    }

    const Snapshot& m_snapshot;
    const NonFiniteOrigin& m_origin;
    const FeedForwardConfig& m_config;
};

// False where all the token's kept stages are finite. `dirty` are the stages with anything to find.
bool find_origin(const Snapshot& snapshot, const std::vector<Stage>& dirty, const TokenRow& at,
                 NonFiniteTrace& trace, NonFiniteOrigin& origin) {
    bool found = false;
    for (const Stage stage : dirty) {
        const auto row = snapshot.stage(stage).row(at.row);
        const std::int64_t cells = std::ranges::count_if(row, is_odd);
        trace.cells[std::size_t(stage)] += cells;
        if (cells == 0 || found) continue;
        found = true;
        const auto first = std::ranges::find_if(row, is_odd);
        origin = {at.batch, at.position, at.row, stage, first - row.begin(), *first, cells, {}};
    }
    return found;
}

} // namespace

NonFiniteTrace trace_nonfinite(const Snapshot& snapshot, std::size_t most) {
    NonFiniteTrace trace;
    std::vector<Stage> dirty;
    std::int64_t len = 0;
    for (const StageInfo& s : stages()) {
        if (!snapshot.has(s.stage)) continue;
        len = snapshot.shape(s.stage).len;
        const StageSummary& summary = snapshot.summary(s.stage);
        const bool clean = summary.values > 0 && summary.finite == summary.values;
        if (!clean) dirty.push_back(s.stage);
    }
    if (dirty.empty()) return trace;
    for (const TokenRow& at : token_rows(*snapshot.tokens, len)) {
        NonFiniteOrigin origin;
        if (!find_origin(snapshot, dirty, at, trace, origin)) continue;
        ++trace.tokens;
        if (trace.origins.size() >= most) continue;
        origin.cause = Cause(snapshot, origin).text();
        trace.origins.push_back(std::move(origin));
    }
    return trace;
}

} // namespace ffn

#include "engine/analysis/layer_summary.h"

#include "engine/analysis/residual.h"
#include "engine/forward/forward.h"

#include <cmath>
#include <limits>

namespace ffn {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// Over the values that exist.
class Mean {
  public:
    void add(double v) {
        if (!std::isfinite(v)) return;
        m_sum += v;
        ++m_count;
    }
    double value() const { return m_count > 0 ? m_sum / double(m_count) : kNone; }

  private:
    double m_sum = 0;
    std::int64_t m_count = 0;
};

} // namespace

std::vector<Stage> summary_stages(const FeedForwardConfig& config) {
    return {Stage::Input, Stage::Hidden, update_stage(config), Stage::ResidualSum};
}

LayerSummary layer_summary(const CorpusScan& scan, const UnitRules& rules) {
    LayerSummary summary;
    summary.block = scan.subject.block;
    summary.d_model = scan.subject.d_model;
    summary.d_ff = std::int64_t(scan.units.size());
    summary.activation = scan.subject.activation;
    summary.tokens_seen = scan.tokens_seen;
    summary.threshold = scan.threshold;
    summary.kinds = unit_census(scan, nullptr, rules).kinds;
    std::int64_t active = 0, ever = 0;
    for (const UnitTally& unit : scan.units) {
        active += unit.active;
        ever += unit.active > 0;
    }
    const double units = double(scan.units.size()), tokens = double(scan.tokens_seen);
    summary.active_fraction = tokens > 0 ? double(active) / (units * tokens) : kNone;
    summary.union_fraction = tokens > 0 ? double(ever) / units : kNone;
    summary.update_ratio = summary.input_cosine = kNone;
    return summary;
}

LayerSummary layer_summary(const Snapshot& snapshot, float threshold, const UnitRules& rules,
                           ThreadPool* pool, const Progress& progress) {
    CorpusScan scan;
    scan.threshold = threshold;
    scan.top_count = 0;
    scan.subject.block = snapshot.block;
    scan.subject.d_model = snapshot.config.d_model;
    scan.subject.activation = name(snapshot.config.activation);
    scan.add(snapshot, pool, progress);
    LayerSummary summary = layer_summary(scan, rules);
    Mean ratio, cosine;
    for (const auto& row : residual(snapshot))
        for (const TokenResidual& token : row) {
            ratio.add(token.update_to_input_ratio);
            cosine.add(token.cosine_input_sum);
        }
    summary.update_ratio = ratio.value();
    summary.input_cosine = cosine.value();
    return summary;
}

} // namespace ffn

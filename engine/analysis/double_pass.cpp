#include "engine/analysis/double_pass.h"

#include "engine/analysis/double_norm.h"
#include "engine/forward/activation.h"
#include "engine/forward/forward.h"

#include <algorithm>
#include <cassert>

namespace ffn {

namespace {

constexpr std::int64_t kCastRows = 128; // of a weight matrix at a time

using DoubleSpan = std::span<double>;

class DoubleBlock {
  public:
    DoubleBlock(const Snapshot& snapshot, std::int64_t first, std::int64_t count, DoubleSource source,
                const Progress& progress)
        : m_snapshot(snapshot), m_model(*snapshot.model), m_config(snapshot.model->config), m_first(first),
          m_count(count), m_source(source), m_progress(progress) {}

    DoubleRows run() {
        using enum Stage;
        const bool normed = m_config.norm != Norm::None;
        const bool pre = m_config.placement == NormPlacement::Pre && normed;
        out(Input) = cast(Input);
        if (pre) norm(Input, NormOutput);
        const Stage entering = pre ? NormOutput : Input;
        if (m_config.gated) {
            product(entering, m_model.gate, m_model.gate_bias, GatePreActivation);
            activated(GatePreActivation, Gate);
        }
        product(entering, m_model.up, m_model.up_bias, PreActivation);
        hidden();
        product(Hidden, m_model.down, m_model.down_bias, Projection);
        if (has_second_norm(m_config)) second_norm();
        if (const auto* f = from(update_stage(m_config)), *x = from(Input); f && x)
            out(ResidualSum) = *f + *x;
        if (normed && !pre) return norm(ResidualSum, Output), std::move(m_rows);
        if (const auto* sum = from(ResidualSum)) out(Output) = *sum;
        return std::move(m_rows);
    }

  private:
    DoubleMatrix& out(Stage s) { return m_rows.stages[std::size_t(s)]; }
    DoubleMatrix cast(Stage s) const {
        return m_snapshot.stage(s).matrix().middleRows(m_first, m_count).cast<double>();
    }
    // A stage as source of the next; null where it is not there.
    const DoubleMatrix* from(Stage s) {
        if (m_source == DoubleSource::Chain || s == Stage::Input) return out(s).size() ? &out(s) : nullptr;
        if (!m_snapshot.has(s)) return nullptr;
        DoubleMatrix& kept = m_kept[std::size_t(s)];
        if (kept.size() == 0) kept = cast(s);
        return &kept;
    }

    void product(Stage in, const WeightMatrix& weights, const Tensor& bias, Stage to) {
        const DoubleMatrix* x = from(in);
        if (!x) return;
        DoubleMatrix y(m_count, weights.rows());
        Matrix some(std::min(kCastRows, weights.rows()), weights.dim());
        for (std::int64_t j = 0; j < weights.rows(); j += kCastRows) {
            m_progress.check();
            const std::int64_t n = std::min(kCastRows, weights.rows() - j);
            weights.read(j, n, {some.data(), std::size_t(n * weights.dim())});
            y.middleCols(j, n).noalias() = *x * some.topRows(n).cast<double>().transpose();
        }
        if (bias.size() > 0) y.rowwise() += bias.matrix().row(0).cast<double>();
        out(to) = std::move(y);
    }

    void activated(Stage in, Stage to) {
        if (const DoubleMatrix* x = from(in))
            out(to) = x->unaryExpr([this](double v) { return activate(m_config.activation, v); });
    }

    void hidden() {
        if (!m_config.gated) {
            activated(Stage::PreActivation, Stage::Hidden);
        } else if (const auto* g = from(Stage::Gate), *up = from(Stage::PreActivation); g && up) {
            out(Stage::Hidden) = g->cwiseProduct(*up);
        }
        DoubleMatrix& h = out(Stage::Hidden);
        if (h.size() == 0) return;
        const Edits& edits = m_snapshot.edits;
        // A unit that is named meets the threshold, too; a second time changes nothing.
        if (edits.threshold)
            h = h.unaryExpr([t = double(*edits.threshold)](double v) { return v <= t ? 0 : v; }).eval();
        const std::set<std::int64_t> named = edited_units(edits);
        for (const std::int64_t unit : named)
            for (std::int64_t r = 0; r < m_count; ++r)
                h(r, unit) = edited(edits, unit, h(r, unit));
    }

    void second_norm() {
        const DoubleMatrix* f = from(Stage::Projection);
        if (!f) return;
        DoubleMatrix update(m_count, f->cols());
        for (std::int64_t r = 0; r < m_count; ++r) {
            const auto width = std::size_t(f->cols());
            const DoubleSpan y(update.data() + r * f->cols(), width);
            norm_in_double(m_config.norm, m_config.eps, {f->data() + r * f->cols(), width}, y);
            gain_in_double(y, m_model.second_gain.values(), m_model.second_bias.values(), y);
        }
        out(Stage::Update) = std::move(update);
    }

    void norm(Stage in, Stage to) {
        using enum Stage;
        const DoubleMatrix* x = from(in);
        if (!x) return;
        DoubleMatrix mean(m_count, 1), variance(m_count, 1), rstd(m_count, 1), normalized(m_count, x->cols());
        for (std::int64_t r = 0; r < m_count; ++r) {
            const auto width = std::size_t(x->cols());
            const DoubleNorm n =
                norm_in_double(m_config.norm, m_config.eps, {x->data() + r * x->cols(), width},
                               DoubleSpan(normalized.data() + r * x->cols(), width));
            mean(r, 0) = n.mean, variance(r, 0) = n.variance, rstd(r, 0) = n.rstd;
        }
        out(NormMean) = std::move(mean), out(NormVariance) = std::move(variance);
        out(NormRstd) = std::move(rstd), out(Normalized) = std::move(normalized);
        const DoubleMatrix* scaled = from(Normalized);
        if (!scaled) return;
        DoubleMatrix y(m_count, scaled->cols());
        for (std::int64_t r = 0; r < m_count; ++r) {
            const auto width = std::size_t(y.cols());
            gain_in_double({scaled->data() + r * y.cols(), width}, m_model.norm_gain.values(),
                           m_model.norm_bias.values(), DoubleSpan(y.data() + r * y.cols(), width));
        }
        out(to) = std::move(y);
    }

    const Snapshot& m_snapshot;
    const FeedForward& m_model;
    const FeedForwardConfig& m_config;
    const std::int64_t m_first, m_count;
    const DoubleSource m_source;
    const Progress& m_progress;
    DoubleRows m_rows;
    std::array<DoubleMatrix, kStageCount> m_kept;
};

} // namespace

DoubleRows double_pass(const Snapshot& snapshot, std::int64_t first, std::int64_t count, DoubleSource source,
                       const Progress& progress) {
    assert(snapshot.model && snapshot.has(Stage::Input));
    return DoubleBlock(snapshot, first, count, source, progress).run();
}

} // namespace ffn

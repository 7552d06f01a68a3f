#include "engine/analysis/numerics.h"

#include "engine/analysis/double_pass.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace ffn {

namespace {

constexpr std::int64_t kRows = 32; // of one block

/// Sums behind a Loss.
struct LossSums {
    Loss loss;
    double error = 0, truth = 0;

    void add(float value, double exact, std::int64_t row, std::int64_t unit) {
        const double difference = double(value) - exact;
        ++loss.cells;
        error += difference * difference;
        truth += exact * exact;
        if (std::abs(difference) > loss.max_abs)
            loss.max_abs = std::abs(difference), loss.row = row, loss.unit = unit;
    }
    void merge(const LossSums& other) {
        loss.cells += other.loss.cells;
        error += other.error;
        truth += other.truth;
        if (other.loss.max_abs > loss.max_abs)
            loss.max_abs = other.loss.max_abs, loss.row = other.loss.row, loss.unit = other.loss.unit;
    }
    Loss result() const {
        Loss done = loss;
        const double none = std::numeric_limits<double>::quiet_NaN();
        done.rms = loss.cells > 0 ? std::sqrt(error / double(loss.cells)) : none;
        done.relative_l2 = loss.cells == 0 ? none : error == 0 ? 0 : std::sqrt(error / truth);
        return done;
    }
};

struct StageSums {
    LossSums total, local;
    std::int64_t nonfinite = 0;
};
using BlockSums = std::array<StageSums, kStageCount>;

/// Rows of one block that are real tokens, compared with their float64 twins.
class BlockCompare {
  public:
    BlockCompare(const Snapshot& snapshot, std::int64_t first, std::int64_t count, const Progress& stop)
        : m_snapshot(snapshot), m_first(first), m_count(count),
          m_chain(double_pass(snapshot, first, count, DoubleSource::Chain, stop)),
          m_step(double_pass(snapshot, first, count, DoubleSource::Snapshot, stop)) {}

    BlockSums run() const {
        BlockSums sums;
        for (const StageInfo& s : stages())
            if (s.stage != Stage::Input && m_snapshot.has(s.stage))
                compare(s.stage, sums[std::size_t(s.stage)]);
        return sums;
    }

  private:
    void compare(Stage stage, StageSums& sums) const {
        const Tensor& values = m_snapshot.stage(stage);
        const DoubleMatrix &chain = m_chain.stage(stage), &step = m_step.stage(stage);
        const std::int64_t len = values.shape().len;
        for (std::int64_t r = 0; r < m_count; ++r) {
            const std::int64_t row = m_first + r;
            if (m_snapshot.tokens->is_padding(row / len, row % len)) continue;
            for (std::int64_t u = 0; u < values.dim(); ++u) {
                const float v = values.at(row, u);
                const bool finite = std::isfinite(v) && std::isfinite(chain(r, u));
                if (finite)
                    sums.total.add(v, chain(r, u), row, u);
                else
                    ++sums.nonfinite;
                if (step.size() && std::isfinite(v) && std::isfinite(step(r, u)))
                    sums.local.add(v, step(r, u), row, u);
            }
        }
    }

    const Snapshot& m_snapshot;
    const std::int64_t m_first, m_count;
    const DoubleRows m_chain, m_step;
};

std::int64_t blocks_of(std::int64_t rows) {
    return (rows + kRows - 1) / kRows;
}

} // namespace

std::vector<StageLoss> numerics(const Snapshot& snapshot, ThreadPool* pool, const Progress& progress) {
    const std::int64_t rows = snapshot.stage(Stage::Input).rows();
    std::vector<BlockSums> sums(static_cast<std::size_t>(blocks_of(rows)));
    const Progress stop{{}, progress.stop};
    const auto block = [&](std::int64_t b) {
        const std::int64_t first = b * kRows;
        sums[std::size_t(b)] = BlockCompare(snapshot, first, std::min(kRows, rows - first), stop).run();
    };
    ThreadPool alone(1);
    (pool ? *pool : alone).for_each_block(blocks_of(rows), block, progress);
    std::vector<StageLoss> result;
    for (const StageInfo& s : stages()) {
        if (s.stage == Stage::Input || !snapshot.has(s.stage)) continue;
        StageSums all;
        for (const BlockSums& each : sums) {
            const StageSums& one = each[std::size_t(s.stage)];
            all.total.merge(one.total);
            all.local.merge(one.local);
            all.nonfinite += one.nonfinite;
        }
        result.push_back({s.stage, all.total.result(), all.local.result(), all.nonfinite});
    }
    return result;
}

Tensor loss_tensor(const Snapshot& snapshot, Stage stage, ThreadPool* pool, const Progress& progress) {
    const Tensor& values = snapshot.stage(stage);
    Tensor loss(values.shape());
    const Progress stop{{}, progress.stop};
    const auto block = [&](std::int64_t b) {
        const std::int64_t first = b * kRows, count = std::min(kRows, values.rows() - first);
        const DoubleRows exact = double_pass(snapshot, first, count, DoubleSource::Chain, stop);
        for (std::int64_t r = 0; r < count; ++r) {
            const std::int64_t row = first + r, len = values.shape().len;
            if (snapshot.tokens->is_padding(row / len, row % len)) continue;
            for (std::int64_t u = 0; u < values.dim(); ++u)
                loss.row(row)[std::size_t(u)] = float(double(values.at(row, u)) - exact.stage(stage)(r, u));
        }
    };
    ThreadPool alone(1);
    (pool ? *pool : alone).for_each_block(blocks_of(values.rows()), block, progress);
    return loss;
}

} // namespace ffn

#include "engine/analysis/savings.h"

#include "engine/analysis/double_norm.h"
#include "engine/analysis/second_norm.h"
#include "engine/analysis/token_rows.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <mutex>
#include <numeric>

namespace ffn {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kTokens = 16;   // of one block: their sums stay in the cache
constexpr std::int64_t kColumns = 64; // of W₂ turned around at a time

float magnitude(float v) {
    return std::isnan(v) ? std::numeric_limits<float>::infinity() : std::abs(v);
}

/// Sums behind a DropError.
struct ErrorSums {
    double cosine = 0, worst = 1, error = 0, reference = 0;

    void add(std::span<const double> before, std::span<const double> after) {
        double bb = 0, aa = 0, ab = 0, ee = 0;
        for (std::size_t i = 0; i < before.size(); ++i) {
            bb += before[i] * before[i];
            aa += after[i] * after[i];
            ab += before[i] * after[i];
            ee += (after[i] - before[i]) * (after[i] - before[i]);
        }
        const double lengths = std::sqrt(aa) * std::sqrt(bb);
        const double cos = ee == 0 ? 1 : lengths > 0 ? std::clamp(ab / lengths, -1.0, 1.0) : 0;
        cosine += cos;
        worst = std::min(worst, cos);
        error += ee;
        reference += bb;
    }
    void merge(const ErrorSums& other) {
        cosine += other.cosine;
        worst = std::min(worst, other.worst);
        error += other.error;
        reference += other.reference;
    }
    DropError result(std::int64_t tokens) const {
        if (tokens == 0) return {kNone, kNone, kNone};
        return {cosine / double(tokens), worst, error == 0 ? 0 : std::sqrt(error / reference)};
    }
};

struct PointSums {
    std::int64_t kept = 0;
    ErrorSums projection, output;
};

/// What one block of tokens adds to the curve.
struct BlockSums {
    std::vector<PointSums> points; ///< those with the fewest kept values first
    std::int64_t tokens = 0;
};

class Sweep {
  public:
    Sweep(const Snapshot& snapshot, KeepRule rule, std::span<const double> points)
        : m_snapshot(snapshot), m_model(*snapshot.model), m_rule(rule), m_order(points.size()),
          m_rows(token_rows(*snapshot.tokens, snapshot.shape(Stage::Hidden).len)),
          m_units(snapshot.stage(Stage::Hidden).dim()), m_width(std::size_t(m_model.down.rows())),
          m_first_kept(std::size_t(m_units), points.size()) {
        std::iota(m_order.begin(), m_order.end(), std::size_t(0));
        std::ranges::stable_sort(m_order, [&](std::size_t a, std::size_t b) {
            return rule == KeepRule::Largest ? points[a] < points[b] : points[a] > points[b];
        });
        for (const std::size_t i : m_order)
            m_points.push_back(points[i]);
    }

    std::vector<SavingsPoint> run(ThreadPool& pool, const Progress& progress) {
        m_stop.stop = progress.stop;
        const std::size_t blocks = (m_rows.size() + kTokens - 1) / kTokens;
        std::vector<BlockSums> sums(blocks);
        pool.for_each_block(
            std::int64_t(blocks), [&](std::int64_t b) { sums[std::size_t(b)] = block(std::size_t(b)); },
            progress);
        BlockSums total{std::vector<PointSums>(m_points.size()), 0};
        for (const BlockSums& each : sums) { // in the order of the rows: the same bits whatever the threads
            total.tokens += each.tokens;
            for (std::size_t i = 0; i < m_points.size(); ++i) {
                total.points[i].kept += each.points[i].kept;
                total.points[i].projection.merge(each.points[i].projection);
                total.points[i].output.merge(each.points[i].output);
            }
        }
        return results(total);
    }

  private:
    struct BlockWork {
        std::size_t first = 0, count = 0;
        std::vector<std::size_t> bucket; ///< [token][unit]: the first point that keeps it, else points()
        std::vector<float> dropped;      ///< [token][bucket][d_model]: sums of hidden · column
    };
    std::size_t points() const { return m_points.size(); }
    std::size_t units() const { return std::size_t(m_units); }

    BlockSums block(std::size_t b) {
        BlockWork work{b * kTokens, std::min(kTokens, m_rows.size() - b * kTokens), {}, {}};
        BlockSums sums{std::vector<PointSums>(points()), 0};
        work.bucket.resize(work.count * units());
        work.dropped.resize(work.count * (points() + 1) * m_width);
        for (std::size_t t = 0; t < work.count; ++t)
            sort_token(work, t, sums);
        remember_kept(work);
        add_columns(work);
        for (std::size_t t = 0; t < work.count; ++t)
            measure(work, t, sums);
        return sums;
    }

    std::span<const float> hidden(const BlockWork& work, std::size_t t) const {
        return m_snapshot.stage(Stage::Hidden).row(m_rows[work.first + t].row);
    }

    void sort_token(BlockWork& work, std::size_t t, BlockSums& sums) const {
        const auto h = hidden(work, t);
        std::vector<std::uint32_t> order;
        for (std::size_t u = 0; u < h.size(); ++u)
            if (h[u] != 0) order.push_back(std::uint32_t(u));
        std::ranges::stable_sort(order, [&](auto a, auto b) { return magnitude(h[a]) > magnitude(h[b]); });
        std::size_t* bucket = work.bucket.data() + t * units();
        std::fill_n(bucket, units(), points());
        std::size_t kept = 0;
        for (std::size_t i = 0; i < points(); ++i) {
            const auto is_kept = [&](std::size_t rank) {
                return m_rule == KeepRule::Largest ? double(rank) < m_points[i]
                                                   : double(magnitude(h[order[rank]])) > m_points[i];
            };
            for (; kept < order.size() && is_kept(kept); ++kept)
                bucket[order[kept]] = i;
            sums.points[i].kept += std::int64_t(kept);
        }
    }

    void remember_kept(const BlockWork& work) {
        const std::lock_guard lock(m_mutex);
        for (std::size_t t = 0; t < work.count; ++t)
            for (std::size_t u = 0; u < units(); ++u)
                m_first_kept[u] = std::min(m_first_kept[u], work.bucket[t * units() + u]);
    }

    // Each column of W₂ is fetched once for all tokens of the block.
    void add_columns(BlockWork& work) const {
        std::vector<float> columns(std::size_t(kColumns) * m_width), buffer;
        for (std::int64_t first = 0; first < m_units; first += kColumns) {
            const std::int64_t n = std::min(kColumns, m_units - first);
            m_stop.check();
            for (std::size_t d = 0; d < m_width; ++d) {
                const float* row = m_model.down.row(std::int64_t(d), buffer).data() + first;
                for (std::int64_t c = 0; c < n; ++c)
                    columns[std::size_t(c) * m_width + d] = row[c];
            }
            for (std::size_t t = 0; t < work.count; ++t)
                for (std::int64_t c = 0; c < n; ++c)
                    add_column(work, t, std::size_t(first + c), columns.data() + std::size_t(c) * m_width);
        }
    }

    void add_column(BlockWork& work, std::size_t t, std::size_t unit, const float* column) const {
        const float value = hidden(work, t)[unit];
        const std::size_t bucket = work.bucket[t * units() + unit];
        if (value == 0 || bucket == 0) return; // kept by all points
        float* sum = work.dropped.data() + (t * (points() + 1) + bucket) * m_width;
        for (std::size_t d = 0; d < m_width; ++d)
            sum[d] += value * column[d];
    }

    // From the point that keeps most to the one that keeps least, what is dropped only grows.
    void measure(const BlockWork& work, std::size_t t, BlockSums& sums) const {
        const std::int64_t row = m_rows[work.first + t].row;
        const auto p = m_snapshot.stage(Stage::Projection).row(row);
        const auto s = m_snapshot.stage(Stage::ResidualSum).row(row);
        const std::vector<double> projection(p.begin(), p.end()), sum(s.begin(), s.end()),
            update = second_normed(m_model, projection);
        std::vector<double> output = sum, dropped(m_width), less(m_width);
        finish(output);
        const auto is_finite = [](double v) { return std::isfinite(v); };
        if (!std::ranges::all_of(output, is_finite) || !std::ranges::all_of(projection, is_finite)) return;
        ++sums.tokens;
        for (std::size_t i = points(); i-- > 0;) {
            const float* more = work.dropped.data() + (t * (points() + 1) + i + 1) * m_width;
            for (std::size_t d = 0; d < m_width; ++d)
                dropped[d] += double(more[d]);
            for (std::size_t d = 0; d < m_width; ++d)
                less[d] = projection[d] - dropped[d];
            sums.points[i].projection.add(projection, less);
            less = second_normed(m_model, std::move(less));
            for (std::size_t d = 0; d < m_width; ++d)
                less[d] += sum[d] - update[d];
            finish(less);
            sums.points[i].output.add(output, less);
        }
    }

    // From residual_sum to output.
    void finish(std::vector<double>& row) const {
        const FeedForwardConfig& config = m_model.config;
        if (config.norm == Norm::None || config.placement == NormPlacement::Pre) return;
        norm_in_double(config.norm, config.eps, row, row);
        gain_in_double(row, m_model.norm_gain.values(), m_model.norm_bias.values(), row);
    }

    std::vector<SavingsPoint> results(const BlockSums& total) const {
        std::vector<SavingsPoint> curve(points());
        const double cells = double(m_rows.size()) * double(m_units);
        for (std::size_t i = 0; i < points(); ++i) {
            SavingsPoint& point = curve[m_order[i]];
            const PointSums& sums = total.points[i];
            point.at = m_points[i];
            point.kept_fraction = cells > 0 ? double(sums.kept) / cells : kNone;
            point.second_product = 1 - point.kept_fraction;
            point.whole_block = point.second_product / (m_model.config.gated ? 3 : 2);
            const auto silent = std::ranges::count_if(m_first_kept, [i](std::size_t p) { return p > i; });
            point.silent_units = cells > 0 ? double(silent) / double(m_units) : kNone;
            point.projection = sums.projection.result(total.tokens);
            point.output = sums.output.result(total.tokens);
            point.tokens = total.tokens;
        }
        return curve;
    }

    const Snapshot& m_snapshot;
    const FeedForward& m_model;
    const KeepRule m_rule;
    std::vector<std::size_t> m_order; ///< of the points, those that keep least first
    std::vector<double> m_points;     ///< in that order
    const std::vector<TokenRow> m_rows;
    const std::int64_t m_units;
    const std::size_t m_width; ///< d_model
    Progress m_stop;
    std::mutex m_mutex;
    std::vector<std::size_t> m_first_kept; ///< [unit]: the first point that keeps it for some token
};

} // namespace

std::vector<SavingsPoint> savings_curve(const Snapshot& snapshot, KeepRule rule,
                                        std::span<const double> points, ThreadPool* pool,
                                        const Progress& progress) {
    assert(snapshot.model);
    ThreadPool alone(1);
    return Sweep(snapshot, rule, points).run(pool ? *pool : alone, progress);
}

std::vector<double> savings_points(const Snapshot& snapshot, KeepRule rule, std::size_t count) {
    constexpr std::int64_t kSample = 1 << 18;
    const Tensor& hidden = snapshot.stage(Stage::Hidden);
    std::vector<double> points;
    if (rule == KeepRule::Largest) {
        const double units = double(hidden.dim());
        for (std::size_t i = 0; i < count; ++i)
            points.push_back(std::round(std::pow(units, count > 1 ? double(i) / double(count - 1) : 1)));
    } else {
        std::vector<double> sample;
        // A stride that shares no factor with the rows' width meets every unit.
        std::int64_t stride = std::max<std::int64_t>(1, hidden.size() / kSample);
        while (std::gcd(stride, hidden.dim()) > 1)
            ++stride;
        for (std::int64_t i = 0; i < hidden.size(); i += stride)
            if (const double v = std::abs(double(hidden.data()[i])); v > 0 && std::isfinite(v))
                sample.push_back(v);
        std::ranges::sort(sample);
        if (count > 0) points.push_back(0);
        for (std::size_t i = 1; i < count && !sample.empty(); ++i)
            points.push_back(
                sample[std::min(sample.size() - 1, i * sample.size() / std::max<std::size_t>(1, count - 1))]);
    }
    points.erase(std::unique(points.begin(), points.end()), points.end());
    return points;
}

} // namespace ffn

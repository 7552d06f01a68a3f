#include "engine/forward/block_pass.h"

#include "engine/forward/activation.h"
#include "engine/forward/forward.h"
#include "engine/forward/kernels.h"
#include "engine/forward/normalize.h"

#include <algorithm>

namespace ffn {

std::int64_t width(const FeedForwardConfig& config, Stage stage) {
    switch (info(stage).width) {
    case StageWidth::Model:
        return config.d_model;
    case StageWidth::Hidden:
        return config.d_ff;
    case StageWidth::One:
        break;
    }
    return 1;
}

namespace {

bool is_alias(const FeedForwardConfig& config, Stage stage) {
    return stage == Stage::Output && output_is_sum(config);
}

/// The sums of each row's tiles, one a tile, so that threads do not meet; the order in which tiles are done
/// changes nothing.
class TileSums {
  public:
    TileSums(const Tiling& tiling, std::int64_t rows)
        : m_rows(rows), m_sums(std::size_t(tiling.count() * rows)) {}
    StageSummary& at(std::int64_t tile, std::int64_t row) { return m_sums[std::size_t(tile * m_rows + row)]; }
    void merge_into(StageSummary* rows) const {
        for (std::size_t i = 0; i < m_sums.size(); ++i)
            rows[std::int64_t(i) % m_rows].merge(m_sums[i]);
    }

  private:
    const std::int64_t m_rows;
    std::vector<StageSummary> m_sums;
};

/// One block of rows on its way through the stages.
class BlockPass {
  public:
    BlockPass(const PassContext& context, BlockScratch& scratch, std::int64_t first_row, std::int64_t count,
              ThreadPool* pool)
        : m_context(context), m_config(context.model.config), m_first(first_row), m_count(count),
          m_pool(pool) {
        for (const Stage s : stages_of(m_config))
            if (!is_alias(m_config, s)) m_rows[std::size_t(s)] = scratch.rows(context, s, first_row, count);
    }

    void run() {
        using enum Stage;
        const bool pre = is_pre_norm(m_config);
        if (pre) norm(Input, NormOutput);
        const Stage entering = pre ? NormOutput : Input;
        if (m_config.gated) first_product(entering, *m_context.prepared.gate, GatePreActivation, Gate);
        first_product(entering, *m_context.prepared.up, PreActivation, Hidden);
        if (!given(Hidden) && !m_context.edits.empty()) edit_hidden();
        if (!given(Projection)) second_product();
        if (has_second_norm(m_config) && !given(Update)) second_norm();
        if (!given(ResidualSum)) residual();
        if (!pre && m_config.norm != Norm::None) norm(ResidualSum, Output);
        m_context.steps.advance();
    }

  private:
    bool given(Stage s) const { return m_context.given[std::size_t(s)] != nullptr; }
    Rows rows(Stage s) const { return m_rows[std::size_t(s)]; }
    std::span<float> row(Stage s, std::int64_t r) const { return rows(s).row(r, 0, width(m_config, s)); }
    bool is_padding(std::int64_t r) const {
        return m_context.tokens.is_padding((m_first + r) / m_context.len, (m_first + r) % m_context.len);
    }

    StageSummary* sums(Stage s) const { return m_context.summary[std::size_t(s)] + m_first; }

    // Sums up values of a row just written, while they are in the cache; padding is cleared.
    void seen(std::int64_t r, std::span<float> values, StageSummary& sum) const {
        if (is_padding(r))
            std::ranges::fill(values, 0.0f);
        else
            sum.add(values);
    }
    void seen(Stage s, std::int64_t r) const { seen(r, row(s, r), sums(s)[r]); }

    template <class F>
    void for_rows(F f) const {
        constexpr std::int64_t kChunk = 8, kWorthSharing = 64;
        if (!m_pool || m_count < kWorthSharing) {
            for (std::int64_t r = 0; r < m_count; ++r)
                f(r);
            return;
        }
        m_pool->for_each_block((m_count + kChunk - 1) / kChunk, [&](std::int64_t chunk) {
            m_context.steps.check();
            for (std::int64_t r = chunk * kChunk; r < std::min(m_count, (chunk + 1) * kChunk); ++r)
                f(r);
        });
    }

    template <class F>
    void for_tiles(const Tiling& tiling, F f) const {
        const auto tile = [&](std::int64_t t) {
            m_context.steps.check();
            f(t);
            m_context.steps.advance();
        };
        if (m_pool)
            m_pool->for_each_block(tiling.count(), tile);
        else
            for (std::int64_t t = 0; t < tiling.count(); ++t)
                tile(t);
    }

    // Edits come between the activation and the sums of what it gave.
    bool sums_up(Stage activated) const { return activated != Stage::Hidden || m_context.edits.empty(); }

    // out = in·Wᵀ + bias, and the activation that follows while a tile of it is in the cache.
    void first_product(Stage in, const PreparedMatrix& w, Stage out, Stage activated) {
        if (given(out)) {
            if (!given(activated)) for_rows([&](std::int64_t r) { activate_again(out, activated, r); });
            return;
        }
        const Tensor& bias =
            out == Stage::GatePreActivation ? m_context.model.gate_bias : m_context.model.up_bias;
        TileSums out_sums(w.tiling(), m_count), activated_sums(w.tiling(), m_count);
        for_tiles(w.tiling(), [&](std::int64_t t) {
            const std::int64_t first = w.tiling().first(t), n = w.tiling().columns(t);
            ScratchBuffers::Lease tile(m_context.tiles);
            w.multiply(rows(in), t, {tile.data(), m_count, n});
            for (std::int64_t r = 0; r < m_count; ++r) {
                add_bias(tile.data() + r * n, bias, first, rows(out).row(r, first, n));
                seen(r, rows(out).row(r, first, n), out_sums.at(t, r));
                activate_span(out, activated, r, first, n);
                if (sums_up(activated)) seen(r, rows(activated).row(r, first, n), activated_sums.at(t, r));
            }
        });
        out_sums.merge_into(sums(out));
        if (sums_up(activated)) activated_sums.merge_into(sums(activated));
    }

    // y = product + the bias's columns from `first` on.
    static void add_bias(const float* product, const Tensor& bias, std::int64_t first, std::span<float> y) {
        if (bias.size() > 0)
            kernels().add(product, bias.data() + first, y.data(), std::int64_t(y.size()));
        else
            std::copy_n(product, y.size(), y.data());
    }

    void activate_span(Stage in, Stage activated, std::int64_t r, std::int64_t first, std::int64_t n) const {
        const std::span<float> y = rows(in).row(r, first, n), a = rows(activated).row(r, first, n);
        if (activated == Stage::Hidden && m_config.gated)
            kernels().multiply(rows(Stage::Gate).row(r, first, n).data(), y.data(), a.data(), n);
        else
            activate(m_config.activation, y, a);
    }

    // What enters the activation is known; with few units edited most of what leaves it, too.
    void activate_again(Stage in, Stage activated, std::int64_t r) const {
        if (activated == Stage::Hidden && m_context.change)
            take_hidden(r);
        else
            activate_span(in, activated, r, 0, m_config.d_ff);
        if (sums_up(activated)) seen(activated, r);
    }

    void take_hidden(std::int64_t r) const {
        const std::span<const float> known = m_context.change->hidden->row(m_first + r);
        std::ranges::copy(known, row(Stage::Hidden, r).begin());
        for (const std::int64_t unit : m_context.change->touched)
            row(Stage::Hidden, r)[std::size_t(unit)] = unedited_hidden(r, unit);
    }

    float unedited_hidden(std::int64_t r, std::int64_t unit) const {
        float value = row(Stage::PreActivation, r)[std::size_t(unit)];
        if (m_config.gated) return row(Stage::Gate, r)[std::size_t(unit)] * value;
        activate(m_config.activation, {&value, 1}, {&value, 1});
        return value;
    }

    void edit_hidden() const {
        const std::set<std::int64_t> units = edited_units(m_context.edits);
        for_rows([&](std::int64_t r) {
            const std::span<float> h = row(Stage::Hidden, r);
            const auto unit_edit = [&](std::int64_t unit) {
                h[std::size_t(unit)] = edited(m_context.edits, unit, h[std::size_t(unit)]);
            };
            std::ranges::for_each(units, unit_edit);
            // A unit that is named has met the threshold already, before its scale.
            if (m_context.edits.threshold)
                for (std::int64_t unit = 0; unit < m_config.d_ff; ++unit)
                    if (!units.contains(unit)) unit_edit(unit);
            seen(Stage::Hidden, r);
        });
    }

    // hidden·W₂ᵀ + b₂; leaves out zeros where there are enough of them.
    void second_product() {
        const Tensor& bias = m_context.model.down_bias;
        if (m_context.change && m_context.change->projection) {
            for_rows([&](std::int64_t r) { shift_row(r, *m_context.change, bias); });
            return;
        }
        const PreparedMatrix& w = *m_context.prepared.down;
        const std::optional<Nonzeros> nonzeros = worth_skipping();
        TileSums projection_sums(w.tiling(), m_count);
        for_tiles(w.tiling(), [&](std::int64_t t) {
            const std::int64_t first = w.tiling().first(t), n = w.tiling().columns(t);
            ScratchBuffers::Lease tile(m_context.tiles);
            const Rows result{tile.data(), m_count, n};
            if (!nonzeros || !m_context.prepared.sparse_down->multiply(*nonzeros, t, result))
                w.multiply(rows(Stage::Hidden), t, result);
            else
                m_context.skipped += (m_count * m_config.d_ff - nonzeros->all()) * n;
            for (std::int64_t r = 0; r < m_count; ++r) {
                const std::span<float> y = rows(Stage::Projection).row(r, first, n);
                add_bias(tile.data() + r * n, bias, first, y);
                seen(r, y, projection_sums.at(t, r));
            }
        });
        projection_sums.merge_into(sums(Stage::Projection));
    }

    void shift_row(std::int64_t r, const UnitChange& change, const Tensor& bias) const {
        const std::span<const float> hidden = row(Stage::Hidden, r);
        std::vector<double> changes;
        for (const std::int64_t unit : change.edited)
            changes.push_back(double(hidden[std::size_t(unit)]) - double(unedited_hidden(r, unit)));
        if (!shift_projection(change.projection->row(m_first + r), changes, change.columns, hidden,
                              row(Stage::Projection, r)))
            project_row(r, bias);
        seen(Stage::Projection, r);
    }

    void project_row(std::int64_t r, const Tensor& bias) const {
        const PreparedMatrix& w = *m_context.prepared.down;
        const std::span<float> out = row(Stage::Projection, r);
        for (std::int64_t t = 0; t < w.tiling().count(); ++t)
            w.multiply({row(Stage::Hidden, r).data(), 1, m_config.d_ff}, t,
                       {out.data() + w.tiling().first(t), 1, w.tiling().columns(t)});
        if (bias.size() > 0) kernels().add(out.data(), bias.data(), out.data(), m_config.d_model);
    }

    std::optional<Nonzeros> worth_skipping() const {
        std::int64_t nonzeros = 0;
        for (std::int64_t r = 0; r < m_count; ++r) {
            const StageSummary* known = m_context.summary[std::size_t(Stage::Hidden)];
            if (is_padding(r)) continue;
            nonzeros += known ? known[m_first + r].values - known[m_first + r].zeros : m_config.d_ff;
        }
        if (double(nonzeros) > kSparseShare * double(m_count * m_config.d_ff)) return std::nullopt;
        return Nonzeros(rows(Stage::Hidden), m_config.d_ff, nonzeros);
    }

    // update = norm₂(projection)
    void second_norm() const {
        for_rows([&](std::int64_t r) {
            const std::span<float> update = row(Stage::Update, r);
            normalize_row(m_config.norm, m_config.eps, row(Stage::Projection, r), update);
            apply_gain(update, m_context.model.second_gain.values(), m_context.model.second_bias.values(),
                       update);
            seen(Stage::Update, r);
        });
    }

    void residual() const {
        const Stage added = update_stage(m_config);
        for_rows([&](std::int64_t r) {
            const std::span<float> x = row(Stage::Input, r), f = row(added, r),
                                   s = row(Stage::ResidualSum, r);
            kernels().add(f.data(), x.data(), s.data(), m_config.d_model);
            seen(Stage::ResidualSum, r);
        });
    }

    void norm(Stage from, Stage to) const {
        if (given(to)) return;
        for_rows([&](std::int64_t r) {
            const std::span<float> normalized = row(Stage::Normalized, r);
            if (!given(Stage::Normalized)) {
                const NormStatistics s = normalize_row(m_config.norm, m_config.eps, row(from, r), normalized);
                row(Stage::NormMean, r)[0] = s.mean;
                row(Stage::NormVariance, r)[0] = s.variance;
                row(Stage::NormRstd, r)[0] = s.rstd;
            }
            apply_gain(normalized, m_context.model.norm_gain.values(), m_context.model.norm_bias.values(),
                       row(to, r));
            seen(to, r);
            if (given(Stage::Normalized)) return;
            for (const Stage s : {Stage::Normalized, Stage::NormMean, Stage::NormVariance, Stage::NormRstd})
                seen(s, r);
        });
    }

    const PassContext& m_context;
    const FeedForwardConfig& m_config;
    const std::int64_t m_first, m_count;
    ThreadPool* const m_pool;
    std::array<Rows, kStageCount> m_rows{};
};

} // namespace

BlockScratch::BlockScratch(const PassContext& context, std::int64_t rows) {
    for (const Stage s : stages_of(context.model.config)) {
        const std::size_t i = std::size_t(s);
        if (context.given[i] || context.kept[i] || is_alias(context.model.config, s)) continue;
        m_stages[i] = Tensor::uninitialized({1, rows, width(context.model.config, s)});
    }
}

Rows BlockScratch::rows(const PassContext& context, Stage stage, std::int64_t first_row, std::int64_t count) {
    const std::int64_t columns = width(context.model.config, stage);
    const std::size_t i = std::size_t(stage);
    if (const Tensor* given = context.given[i]) // read only: a pass never writes what it was given
        return {const_cast<float*>(given->data()) + first_row * columns, count, columns};
    if (Tensor* kept = context.kept[i]) return {kept->data() + first_row * columns, count, columns};
    return {m_stages[i].data(), count, columns};
}

std::uint64_t BlockScratch::bytes(const FeedForwardConfig& config, const std::vector<Stage>& stages,
                                  std::int64_t rows) {
    std::uint64_t values = 0;
    for (const Stage s : stages_of(config)) {
        if (s == Stage::Input || is_alias(config, s) || std::ranges::count(stages, s) > 0) continue;
        values += std::uint64_t(rows * width(config, s));
    }
    return values * sizeof(float);
}

void pass_block(const PassContext& context, BlockScratch& scratch, std::int64_t first_row, std::int64_t count,
                ThreadPool* pool) {
    BlockPass(context, scratch, first_row, count, pool).run();
}

std::int64_t steps_of_block(const PassContext& context) {
    const auto tiles = [&](Stage s, const std::shared_ptr<const PreparedMatrix>& w) {
        return w && !context.given[std::size_t(s)] ? w->tiling().count() : 0;
    };
    const bool shifted = context.change && context.change->projection;
    return 1 + tiles(Stage::GatePreActivation, context.prepared.gate) +
           tiles(Stage::PreActivation, context.prepared.up) +
           (shifted ? 0 : tiles(Stage::Projection, context.prepared.down));
}

} // namespace ffn

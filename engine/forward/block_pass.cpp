#include "engine/forward/block_pass.h"

#include "engine/forward/activation.h"
#include "engine/forward/forward.h"
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

// Output is another name of the residual sum in a pre-norm block, and of it without a norm.
bool is_alias(const FeedForwardConfig& config, Stage stage) {
    return stage == Stage::Output && (config.placement == NormPlacement::Pre || config.norm == Norm::None);
}

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

    Summaries run() {
        using enum Stage;
        const bool pre = m_config.placement == NormPlacement::Pre && m_config.norm != Norm::None;
        const FeedForward& m = m_context.model;
        if (pre) norm(Input, NormOutput);
        const Stage entering = pre ? NormOutput : Input;
        if (m_config.gated) {
            product(entering, m.gate, m.gate_bias, GatePreActivation, Gate);
        }
        product(entering, m.up, m.up_bias, PreActivation, Hidden);
        if (!m_context.edits.empty()) edit_hidden();
        product(Hidden, m.down, m.down_bias, Projection, std::nullopt);
        residual();
        if (!pre && m_config.norm != Norm::None) norm(ResidualSum, Output);
        clear_padding();
        return summarize();
    }

  private:
    Rows rows(Stage s) const { return m_rows[std::size_t(s)]; }
    std::span<float> row(Stage s, std::int64_t r) const { return rows(s).row(r, 0, width(m_config, s)); }
    bool is_padding(std::int64_t r) const {
        const std::int64_t len = m_context.states.shape().len;
        return m_context.tokens.is_padding((m_first + r) / len, (m_first + r) % len);
    }

    // out = in·Wᵀ + bias and, while a tile of it is in cache, the activation that follows.
    void product(Stage in, const Tensor& w, const Tensor& bias, Stage out, std::optional<Stage> activated) {
        const std::int64_t outputs = w.rows(), columns = tile_columns(w, outputs);
        const auto tile = [&](std::int64_t t) {
            const std::int64_t first = t * columns, n = std::min(columns, outputs - first);
            m_context.stop.check();
            m_context.product.multiply(rows(in), w, first, n, rows(out));
            for (std::int64_t r = 0; r < m_count; ++r)
                finish(r, first, n, bias, out, activated);
        };
        const std::int64_t tiles = (outputs + columns - 1) / columns;
        if (m_pool)
            m_pool->for_each_block(tiles, tile, {});
        else
            for (std::int64_t t = 0; t < tiles; ++t)
                tile(t);
    }

    // At most about 2·10⁹ multiply-adds a tile, so that a stop is heard in time; with a pool, a tile a
    // thread.
    std::int64_t tile_columns(const Tensor& w, std::int64_t outputs) const {
        constexpr std::int64_t kTileWork = 2'000'000'000, kMultiple = 64;
        std::int64_t columns =
            std::max<std::int64_t>(kMultiple, kTileWork / std::max<std::int64_t>(1, m_count * w.dim()));
        if (m_pool) columns = std::min(columns, (outputs + m_pool->threads() - 1) / m_pool->threads());
        return std::min(outputs, (columns + kMultiple - 1) / kMultiple * kMultiple);
    }

    void finish(std::int64_t r, std::int64_t first, std::int64_t n, const Tensor& bias, Stage out,
                std::optional<Stage> activated) const {
        const std::span<float> y = rows(out).row(r, first, n);
        if (bias.size() > 0)
            for (std::int64_t i = 0; i < n; ++i)
                y[std::size_t(i)] += bias.data()[first + i];
        if (!activated) return;
        const std::span<float> a = rows(*activated).row(r, first, n);
        if (*activated == Stage::Hidden && m_config.gated) {
            const std::span<float> g = rows(Stage::Gate).row(r, first, n);
            for (std::size_t i = 0; i < g.size(); ++i)
                a[i] = g[i] * y[i];
        } else {
            activate(m_config.activation, y, a);
        }
    }

    void edit_hidden() const {
        for (std::int64_t r = 0; r < m_count; ++r) {
            const std::span<float> h = row(Stage::Hidden, r);
            if (m_context.edits.threshold)
                for (float& x : h)
                    x = x <= *m_context.edits.threshold ? 0.0f : x;
            for (const auto& [unit, factor] : m_context.edits.scaled)
                h[std::size_t(unit)] *= factor;
            for (const std::int64_t unit : m_context.edits.ablated)
                h[std::size_t(unit)] = 0.0f;
        }
    }

    void residual() const {
        for (std::int64_t r = 0; r < m_count; ++r) {
            const std::span<float> x = row(Stage::Input, r), f = row(Stage::Projection, r),
                                   s = row(Stage::ResidualSum, r);
            for (std::size_t i = 0; i < s.size(); ++i)
                s[i] = f[i] + x[i];
        }
    }

    void norm(Stage from, Stage to) const {
        for (std::int64_t r = 0; r < m_count; ++r) {
            const std::span<float> normalized = row(Stage::Normalized, r);
            const NormStatistics s = normalize_row(m_config.norm, m_config.eps, row(from, r), normalized);
            row(Stage::NormMean, r)[0] = s.mean;
            row(Stage::NormVariance, r)[0] = s.variance;
            row(Stage::NormRstd, r)[0] = s.rstd;
            apply_gain(normalized, m_context.model.norm_gain.values(), m_context.model.norm_bias.values(),
                       row(to, r));
        }
    }

    void clear_padding() const {
        for (std::int64_t r = 0; r < m_count; ++r) {
            if (!is_padding(r)) continue;
            for (const StageInfo& s : stages())
                if (s.stage != Stage::Input && rows(s.stage).data) std::ranges::fill(row(s.stage, r), 0.0f);
        }
    }

    Summaries summarize() const {
        Summaries summaries;
        for (const StageInfo& s : stages()) {
            if (!rows(s.stage).data) continue;
            for (std::int64_t r = 0; r < m_count; ++r)
                if (!is_padding(r)) summaries[std::size_t(s.stage)].add(row(s.stage, r));
        }
        if (is_alias(m_config, Stage::Output))
            summaries[std::size_t(Stage::Output)] = summaries[std::size_t(Stage::ResidualSum)];
        return summaries;
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
        if (s == Stage::Input || context.kept[std::size_t(s)] || is_alias(context.model.config, s)) continue;
        m_stages[std::size_t(s)] = Tensor::uninitialized({1, rows, width(context.model.config, s)});
    }
}

Rows BlockScratch::rows(const PassContext& context, Stage stage, std::int64_t first_row, std::int64_t count) {
    const std::int64_t columns = width(context.model.config, stage);
    if (stage == Stage::Input) // read only: a pass never writes its input
        return {const_cast<float*>(context.states.data()) + first_row * columns, count, columns};
    if (Tensor* kept = context.kept[std::size_t(stage)])
        return {kept->data() + first_row * columns, count, columns};
    return {m_stages[std::size_t(stage)].data(), count, columns};
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

Summaries pass_block(const PassContext& context, BlockScratch& scratch, std::int64_t first_row,
                     std::int64_t count, ThreadPool* pool) {
    return BlockPass(context, scratch, first_row, count, pool).run();
}

} // namespace ffn

#include "engine/forward/forward.h"

#include "engine/core/memory.h"
#include "engine/core/thread_pool.h"
#include "engine/forward/block_pass.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>

namespace ffn {

namespace {

constexpr std::int64_t kBlockRows =
    128;                              // large enough to use a packed weight often, small enough for the cache
constexpr std::int64_t kFewRows = 16; // a thread's share below which columns are shared out, not rows

std::vector<Stage> stages_to_keep(const FeedForwardConfig& config, const ForwardOptions& options) {
    const std::vector<Stage> all = stages_of(config);
    if (options.stages.empty()) return all;
    std::vector<Stage> keep;
    for (const Stage s : all)
        if (std::ranges::count(options.stages, s) > 0) keep.push_back(s);
    for (const Stage s : options.stages)
        if (std::ranges::count(all, s) == 0)
            throw Error("this block has no stage \"" + std::string(name(s)) + "\"");
    return keep;
}

void check_input(const FeedForward& model, const TokenBatch& tokens, const Tensor& states) {
    const Shape shape = states.shape();
    if (shape.dim != model.config.d_model)
        throw Error("the input has " + std::to_string(shape.dim) +
                    " values a token, the block takes d_model = " + std::to_string(model.config.d_model));
    if (shape.batch != tokens.batch() || shape.len != tokens.len() || tokens.tokens() == 0)
        throw Error("the input has " + std::to_string(shape.batch) + " × " + std::to_string(shape.len) +
                    " rows, the tokens are " + std::to_string(tokens.batch()) + " × " +
                    std::to_string(tokens.len()));
}

void check_edits(const Edits& edits, std::int64_t d_ff) {
    const auto check = [d_ff](std::int64_t unit) {
        if (unit < 0 || unit >= d_ff)
            throw Error("there is no hidden unit " + std::to_string(unit) + "; the block has units 0 to " +
                        std::to_string(d_ff - 1));
    };
    for (const std::int64_t unit : edits.ablated)
        check(unit);
    for (const auto& [unit, factor] : edits.scaled)
        check(unit);
}

void check_memory(std::uint64_t needed, std::uint64_t limit) {
    if (limit == 0) limit = available_memory();
    if (needed > limit)
        throw Error("this pass needs " + bytes_text(needed) + " of memory and may use " + bytes_text(limit) +
                    "; keep fewer stages or take fewer tokens");
}

int thread_count(int wanted) {
    return wanted < 1 ? int(std::max(1u, std::thread::hardware_concurrency())) : wanted;
}

// Equal blocks, so that no thread waits for a short last one.
std::int64_t rows_per_block(std::int64_t rows, int threads) {
    const std::int64_t rounds =
        std::max<std::int64_t>(1, (rows + kBlockRows * threads - 1) / (kBlockRows * threads));
    return std::max<std::int64_t>(1, (rows + rounds * threads - 1) / (rounds * threads));
}

/// Scratch memory handed from block to block.
class ScratchPool {
  public:
    ScratchPool(const PassContext& context, std::int64_t rows) : m_context(context), m_rows(rows) {}
    std::unique_ptr<BlockScratch> take() {
        std::lock_guard lock(m_mutex);
        if (m_free.empty()) return std::make_unique<BlockScratch>(m_context, m_rows);
        auto scratch = std::move(m_free.back());
        m_free.pop_back();
        return scratch;
    }
    void give_back(std::unique_ptr<BlockScratch> scratch) {
        std::lock_guard lock(m_mutex);
        m_free.push_back(std::move(scratch));
    }

  private:
    const PassContext& m_context;
    const std::int64_t m_rows;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<BlockScratch>> m_free;
};

Summaries run_blocks(const PassContext& context, int threads, const Progress& progress) {
    const std::int64_t rows = context.states.rows();
    ThreadPool pool(threads);
    const bool share_columns = rows < kFewRows * threads && threads > 1;
    const std::int64_t block = share_columns ? rows : rows_per_block(rows, threads);
    const std::int64_t blocks = (rows + block - 1) / block;
    std::vector<Summaries> summaries(static_cast<std::size_t>(blocks));
    ScratchPool scratch(context, block);
    const auto one = [&](std::int64_t b) {
        auto memory = scratch.take();
        const std::int64_t first = b * block, count = std::min(block, rows - first);
        summaries[std::size_t(b)] =
            pass_block(context, *memory, first, count, share_columns ? &pool : nullptr);
        scratch.give_back(std::move(memory));
    };
    if (share_columns)
        one(0);
    else
        pool.for_each_block(blocks, one, progress);
    // Merged in the order of the rows: the same numbers whatever thread was first.
    Summaries total;
    for (const Summaries& s : summaries)
        for (std::size_t i = 0; i < total.size(); ++i)
            total[i].merge(s[i]);
    return total;
}

} // namespace

std::vector<Stage> stages_of(const FeedForwardConfig& config) {
    const bool has_norm = config.norm != Norm::None;
    std::vector<Stage> result;
    for (const StageInfo& s : stages()) {
        if (s.gated_only && !config.gated) continue;
        if (s.pre_norm_only && (config.placement != NormPlacement::Pre || !has_norm)) continue;
        if (!has_norm && (s.width == StageWidth::One || s.stage == Stage::Normalized)) continue;
        result.push_back(s.stage);
    }
    return result;
}

std::uint64_t forward_bytes(const FeedForwardConfig& config, std::int64_t rows,
                            const std::vector<Stage>& stages, int threads) {
    std::uint64_t bytes = 0;
    for (const Stage s : stages)
        if (s != Stage::Input) bytes += std::uint64_t(rows) * std::uint64_t(width(config, s)) * sizeof(float);
    const int n = thread_count(threads);
    return bytes + std::uint64_t(n) * BlockScratch::bytes(config, stages, rows_per_block(rows, n));
}

std::shared_ptr<const Snapshot> forward(std::shared_ptr<const FeedForward> model,
                                        std::shared_ptr<const TokenBatch> tokens,
                                        std::shared_ptr<const Tensor> states, const Edits& edits,
                                        const ForwardOptions& options, const Progress& progress) {
    const auto start = std::chrono::steady_clock::now();
    const FeedForwardConfig& config = model->config;
    const std::vector<Stage> keep = stages_to_keep(config, options);
    const MatrixProduct& product = matrix_product(options.backend);
    const int threads = thread_count(options.threads);
    check_input(*model, *tokens, *states);
    check_edits(edits, config.d_ff);
    check_memory(forward_bytes(config, states->rows(), keep, threads), options.memory_limit);

    std::array<std::shared_ptr<Tensor>, kStageCount> made;
    PassContext context{*model, product, edits, *states, *tokens, {}, Progress{{}, progress.stop}};
    const bool output_is_sum = config.placement == NormPlacement::Pre || config.norm == Norm::None;
    for (Stage s : keep) {
        if (s == Stage::Input) continue;
        if (s == Stage::Output && output_is_sum) s = Stage::ResidualSum;
        std::shared_ptr<Tensor>& tensor = made[std::size_t(s)];
        if (tensor) continue;
        const Shape shape = states->shape();
        tensor = std::make_shared<Tensor>(Tensor::uninitialized({shape.batch, shape.len, width(config, s)}));
        context.kept[std::size_t(s)] = tensor.get();
    }
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->summaries = run_blocks(context, threads, progress);
    for (const Stage s : keep) {
        const Stage from = s == Stage::Output && output_is_sum ? Stage::ResidualSum : s;
        snapshot->kept[std::size_t(s)] = s == Stage::Input ? states : made[std::size_t(from)];
    }
    snapshot->config = config;
    snapshot->source = model->source;
    snapshot->block = model->block;
    snapshot->model = std::move(model);
    snapshot->tokens = std::move(tokens);
    snapshot->edits = edits;
    const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - start;
    snapshot->engine = {std::string(product.name()), threads, elapsed.count()};
    return snapshot;
}

} // namespace ffn

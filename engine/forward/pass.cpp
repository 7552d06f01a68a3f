#include "engine/forward/pass.h"

#include "engine/core/memory.h"
#include "engine/core/thread_pool.h"
#include "engine/forward/block_pass.h"

#include <algorithm>
#include <chrono>
#include <mutex>

namespace ffn {

namespace {

constexpr std::int64_t kBlockRows = 128; // uses a packed weight often, and small enough for the cache
constexpr std::int64_t kFewRows = 16;    // a thread's share below which columns are shared out, not rows
constexpr std::int64_t kManyRows = 512;  // for as many is a large weight packed
constexpr double kThreadWork = 2e6;      // multiply-adds below which a second thread costs more than it gives

/// How a pass is cut up: blocks of rows for the threads, or one block after the other, its columns shared.
struct Cut {
    bool share_columns;
    std::int64_t block, blocks;
};

Cut cut(std::int64_t rows, int threads, bool kept) {
    const auto up = [](std::int64_t a, std::int64_t b) { return (a + b - 1) / b; };
    const bool few = rows < kFewRows * threads && threads > 1;
    if (few || !kept) {
        // Equal blocks, so that no thread waits for a short last one.
        const std::int64_t block = up(rows, std::max<std::int64_t>(1, up(rows, kManyRows)));
        return {true, block, up(rows, block)};
    }
    const std::int64_t rounds = std::max<std::int64_t>(1, up(rows, kBlockRows * threads));
    const std::int64_t block = std::max<std::int64_t>(1, up(rows, rounds * threads));
    return {false, block, up(rows, block)};
}

int thread_count(int wanted) {
    return wanted < 1 ? int(std::max(1u, std::thread::hardware_concurrency())) : wanted;
}

int threads_worth(int wanted, std::int64_t rows, const FeedForwardConfig& config) {
    const double work = 2.0 * double(rows) * double(config.d_model) * double(config.d_ff);
    return work < kThreadWork ? 1 : thread_count(wanted);
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

void check_memory(std::uint64_t needed, std::uint64_t limit) {
    if (limit == 0) limit = available_memory();
    if (needed > limit)
        throw Error("this pass needs " + bytes_text(needed) + " of memory and may use " + bytes_text(limit) +
                    "; keep fewer stages or take fewer tokens");
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

void run_blocks(const PassContext& context, const Cut& cut, std::int64_t rows, int threads,
                const Progress& stop) {
    ThreadPool pool(int(cut.share_columns ? threads : std::min<std::int64_t>(threads, cut.blocks)));
    ScratchPool scratch(context, cut.block);
    const auto one = [&](std::int64_t b) {
        auto memory = scratch.take();
        const std::int64_t first = b * cut.block;
        pass_block(context, *memory, first, std::min(cut.block, rows - first),
                   cut.share_columns && threads > 1 ? &pool : nullptr);
        scratch.give_back(std::move(memory));
    };
    if (!cut.share_columns) return pool.for_each_block(cut.blocks, one, stop);
    for (std::int64_t b = 0; b < cut.blocks; ++b)
        one(b);
}

/// The tensors of a pass while they are written.
struct Making {
    std::array<std::shared_ptr<Tensor>, kStageCount> stages;
    std::array<std::shared_ptr<std::vector<StageSummary>>, kStageCount> sums;
};

void allocate(const PassRequest& request, PassContext& context, Making& making) {
    const FeedForwardConfig& config = request.model->config;
    const Shape shape = request.states->shape();
    for (const Stage s : stages_of(config)) {
        const std::size_t i = std::size_t(s);
        if (context.given[i] || (s == Stage::Output && output_is_sum(config))) continue;
        making.sums[i] = std::make_shared<std::vector<StageSummary>>(std::size_t(shape.rows()));
        context.summary[i] = making.sums[i]->data();
        const bool kept =
            std::ranges::count(request.keep, s) > 0 || (s == Stage::ResidualSum && output_is_sum(config) &&
                                                        std::ranges::count(request.keep, Stage::Output) > 0);
        if (!kept) continue;
        making.stages[i] =
            std::make_shared<Tensor>(Tensor::uninitialized({shape.batch, shape.len, width(config, s)}));
        context.kept[i] = making.stages[i].get();
    }
}

std::shared_ptr<std::vector<StageSummary>> sums_of_input(const TokenBatch& tokens, const Tensor& states) {
    auto sums = std::make_shared<std::vector<StageSummary>>(std::size_t(states.rows()));
    for (std::int64_t r = 0; r < states.rows(); ++r)
        if (!tokens.is_padding(r / states.shape().len, r % states.shape().len))
            (*sums)[std::size_t(r)].add(states.row(r));
    return sums;
}

std::shared_ptr<Snapshot> snapshot_of(const PassRequest& request, const Making& making) {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->model = request.model;
    snapshot->config = request.model->config;
    snapshot->source = request.model->source;
    snapshot->block = request.model->block;
    snapshot->tokens = request.tokens;
    snapshot->edits = request.edits;
    const auto take = [&](Stage s, Stage from) {
        const std::size_t i = std::size_t(s), f = std::size_t(from);
        const bool kept = std::ranges::count(request.keep, s) > 0;
        const bool known = std::ranges::count(request.given, from) > 0;
        if (kept && from == Stage::Input)
            snapshot->kept[i] = request.states;
        else if (kept)
            snapshot->kept[i] = known ? request.base->kept[f] : making.stages[f];
        if (known) {
            snapshot->row_summaries[i] = request.base->row_summaries[f];
            snapshot->summaries[i] = request.base->summaries[f];
        } else
            snapshot->row_summaries[i] =
                from == Stage::Input ? sums_of_input(*request.tokens, *request.states) : making.sums[f];
    };
    for (const Stage s : stages_of(request.model->config))
        take(s, s == Stage::Output && output_is_sum(request.model->config) ? Stage::ResidualSum : s);
    total_summaries(*snapshot);
    return snapshot;
}

} // namespace

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

void total_summaries(Snapshot& snapshot) {
    for (std::size_t i = 0; i < kStageCount; ++i) {
        if (!snapshot.row_summaries[i] || snapshot.summaries[i].values > 0) continue;
        // In the order of the rows: the same numbers whatever thread was first.
        for (const StageSummary& row : *snapshot.row_summaries[i])
            snapshot.summaries[i].merge(row);
    }
}

std::uint64_t forward_bytes(const FeedForwardConfig& config, std::int64_t rows,
                            const std::vector<Stage>& stages, int threads) {
    std::uint64_t bytes = 0;
    for (const Stage s : stages) {
        const bool other_name =
            s == Stage::Output && output_is_sum(config) && std::ranges::count(stages, Stage::ResidualSum) > 0;
        if (s != Stage::Input && !other_name)
            bytes += std::uint64_t(rows) * std::uint64_t(width(config, s)) * sizeof(float);
    }
    const int n = threads_worth(threads, rows, config);
    const std::uint64_t packed = packed_bytes(config, n);
    const Cut c = cut(rows, n, packs_once(config));
    bytes += std::uint64_t(rows) * stages_of(config).size() * sizeof(StageSummary);
    return bytes + packed +
           std::uint64_t(c.share_columns ? 1 : n) * BlockScratch::bytes(config, stages, c.block);
}

std::shared_ptr<Snapshot> run_pass(const PassRequest& request, const ForwardOptions& options,
                                   const Progress& progress) {
    const auto start = std::chrono::steady_clock::now();
    const FeedForwardConfig& config = request.model->config;
    const std::int64_t rows = request.states->rows();
    check_input(*request.model, *request.tokens, *request.states);
    check_edits(request.edits, config.d_ff);
    const auto prepared = prepare(*request.model, options.backend);
    const int threads = threads_worth(options.threads, rows, config);
    check_memory(forward_bytes(config, rows, request.keep, options.threads), options.memory_limit);
    progress.check();

    std::array<const Tensor*, kStageCount> given{};
    given[std::size_t(Stage::Input)] = request.states.get();
    for (const Stage s : request.given)
        given[std::size_t(s)] = request.base->kept[std::size_t(s)].get();
    const Cut blocks = cut(rows, threads, prepared->kept);
    std::atomic<std::int64_t> skipped{0};
    Making making;
    PassSteps steps(progress);
    PassContext context{*request.model,
                        *prepared,
                        request.edits,
                        *request.tokens,
                        request.states->shape().len,
                        given,
                        {},
                        {},
                        request.change ? &*request.change : nullptr,
                        steps,
                        skipped};
    steps.expect(blocks.blocks * steps_of_block(context));
    allocate(request, context, making);
    run_blocks(context, blocks, rows, threads, Progress{{}, progress.stop});
    auto snapshot = snapshot_of(request, making);
    const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - start;
    const double all = double(rows) * double(config.d_model) * double(config.d_ff);
    snapshot->engine = {std::string(prepared->product->name()), threads, elapsed.count(),
                        double(skipped) / all};
    return snapshot;
}

} // namespace ffn

#include "engine/forward/pass.h"

#include "engine/core/thread_pool.h"
#include "engine/forward/block_pass.h"
#include "engine/forward/cuda_pass.h"
#include "engine/forward/pass_result.h"

#include <algorithm>
#include <chrono>
#include <mutex>

namespace ffn {

namespace {

constexpr std::int64_t kBlockRows = 128; // uses a packed weight often, and small enough for the cache
constexpr std::int64_t kFewRows = 16;    // a thread's share below which columns are shared out, not rows
constexpr std::int64_t kManyRows = 512;  // for as many is a large weight read once
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

std::int64_t widest_tile(const PreparedModel& model) {
    return std::max(model.up->tiling().columns(0), model.down->tiling().columns(0));
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
    const int used = int(cut.share_columns ? threads : std::min<std::int64_t>(threads, cut.blocks));
    const ThreadPools::Lease pool(*context.prepared.pools, used);
    ScratchPool scratch(context, cut.block);
    const auto one = [&](std::int64_t b) {
        auto memory = scratch.take();
        const std::int64_t first = b * cut.block;
        pass_block(context, *memory, first, std::min(cut.block, rows - first),
                   cut.share_columns && threads > 1 ? &*pool : nullptr);
        scratch.give_back(std::move(memory));
    };
    if (!cut.share_columns) return pool->for_each_block(cut.blocks, one, stop);
    for (std::int64_t b = 0; b < cut.blocks; ++b)
        one(b);
}

} // namespace

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
    if (is_cuda(options.backend) && request.given.empty()) return cuda_pass(request, options, progress);
    const FeedForwardConfig& config = request.model->config;
    const std::int64_t rows = request.states->rows();
    check_request(request, options);
    const auto prepared = prepare(*request.model, is_cuda(options.backend) ? "auto" : options.backend);
    const int threads = threads_worth(options.threads, rows, config);
    progress.check();

    std::array<const Tensor*, kStageCount> given{};
    given[std::size_t(Stage::Input)] = request.states.get();
    for (const Stage s : request.given)
        given[std::size_t(s)] = request.base->kept[std::size_t(s)].get();
    const Cut blocks = cut(rows, threads, prepared->kept);
    std::atomic<std::int64_t> skipped{0};
    const PassResult result = room_for(request);
    PassSteps steps(progress);
    ScratchBuffers tiles(blocks.block * widest_tile(*prepared));
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
                        tiles,
                        skipped};
    steps.expect(blocks.blocks * steps_of_block(context));
    for (std::size_t i = 0; i < kStageCount; ++i) {
        context.kept[i] = result.stages[i].get();
        context.summary[i] = result.sums[i] ? result.sums[i]->data() : nullptr;
    }
    run_blocks(context, blocks, rows, threads, Progress{{}, progress.stop});
    auto snapshot = snapshot_of(request, result);
    const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - start;
    const double all = double(rows) * double(config.d_model) * double(config.d_ff);
    snapshot->engine = {std::string(prepared->product->name()), threads, elapsed.count(),
                        double(skipped) / all};
    return snapshot;
}

} // namespace ffn

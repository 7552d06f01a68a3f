#pragma once

#include "engine/core/progress.h"
#include "engine/core/thread_pool.h"
#include "engine/forward/prepared_model.h"
#include "engine/forward/snapshot.h"
#include "engine/forward/unit_shift.h"

#include <array>
#include <atomic>

namespace ffn {

/// Counts the steps of a pass for its progress and hears its stop; from any thread.
class PassSteps {
  public:
    explicit PassSteps(const Progress& progress) : m_progress(progress) {}
    void expect(std::int64_t total) { m_total = total; }
    void check() const { m_progress.check(); }
    void advance() {
        if (!m_progress.report) return;
        std::lock_guard lock(m_mutex);
        m_progress.report(++m_done, m_total);
    }

  private:
    const Progress& m_progress;
    std::mutex m_mutex;
    std::int64_t m_total = 0, m_done = 0;
};

/// What a pass works on: the same for all its blocks of rows.
struct PassContext {
    const FeedForward& model;
    const PreparedModel& prepared;
    const Edits& edits;
    const TokenBatch& tokens;
    std::int64_t len;                               ///< tokens a row of the batch, padding included
    std::array<const Tensor*, kStageCount> given;   ///< known already; at least the input
    std::array<Tensor*, kStageCount> kept;          ///< to be computed and kept; null: not kept
    std::array<StageSummary*, kStageCount> summary; ///< one a row, for the stages that are not given
    const UnitChange* change;                       ///< null: no short cut
    PassSteps& steps;
    ScratchBuffers& tiles;              ///< a tile of a product before its bias is added
    std::atomic<std::int64_t>& skipped; ///< multiplications left out of the second product
};

/// Working memory of one thread for the stages that are not kept, of at most `rows` rows.
class BlockScratch {
  public:
    BlockScratch(const PassContext& context, std::int64_t rows);
    /// Where the block that starts at `first_row` reads or writes `stage`; no data for a stage the block
    /// lacks.
    Rows rows(const PassContext& context, Stage stage, std::int64_t first_row, std::int64_t count);
    /// Bytes a block of `rows` rows takes when only `stages` are kept.
    static std::uint64_t bytes(const FeedForwardConfig& config, const std::vector<Stage>& stages,
                               std::int64_t rows);

  private:
    std::array<Tensor, kStageCount> m_stages;
};

/// Computes the stages of rows [first_row, first_row + count) that are not given, in the order of the Stage
/// table, and the summaries of their real tokens. Padding rows come out as zeros. With a pool, one block's
/// products are shared among its threads.
void pass_block(const PassContext& context, BlockScratch& scratch, std::int64_t first_row, std::int64_t count,
                ThreadPool* pool);

/// Steps that pass_block makes.
std::int64_t steps_of_block(const PassContext& context);

/// Columns of a stage: d_model, d_ff or 1.
std::int64_t width(const FeedForwardConfig& config, Stage stage);

} // namespace ffn

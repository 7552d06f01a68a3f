#pragma once

#include "engine/core/progress.h"
#include "engine/core/thread_pool.h"
#include "engine/forward/matrix_product.h"
#include "engine/forward/snapshot.h"

#include <array>

namespace ffn {

/// What a pass works on: the same for all its blocks of rows.
struct PassContext {
    const FeedForward& model;
    const MatrixProduct& product;
    const Edits& edits;
    const Tensor& states;
    const TokenBatch& tokens;
    std::array<Tensor*, kStageCount> kept; ///< null where the stage is not kept
    Progress stop;                         ///< looked at between tiles of a product; its report is not called
};

using Summaries = std::array<StageSummary, kStageCount>;

/// Working memory of one thread for the stages that are not kept, of at most `rows` rows.
class BlockScratch {
  public:
    BlockScratch(const PassContext& context, std::int64_t rows);
    /// Where the block that starts at `first_row` writes `stage`.
    Rows rows(const PassContext& context, Stage stage, std::int64_t first_row, std::int64_t count);
    /// Bytes a block of `rows` rows takes when only `stages` are kept.
    static std::uint64_t bytes(const FeedForwardConfig& config, const std::vector<Stage>& stages,
                               std::int64_t rows);

  private:
    std::array<Tensor, kStageCount> m_stages;
};

/// Computes all stages of rows [first_row, first_row + count), in the order of the Stage table, and the
/// summaries of their real tokens. Padding rows come out as zeros. With a pool, one block's products are
/// shared among its threads.
Summaries pass_block(const PassContext& context, BlockScratch& scratch, std::int64_t first_row,
                     std::int64_t count, ThreadPool* pool);

/// Columns of a stage: d_model, d_ff or 1.
std::int64_t width(const FeedForwardConfig& config, Stage stage);

} // namespace ffn

#pragma once

#include "engine/core/stage.h"
#include "engine/core/tensor.h"
#include "engine/core/token_batch.h"
#include "engine/forward/edits.h"
#include "engine/forward/stage_summary.h"
#include "engine/model/feed_forward.h"

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace ffn {

struct EngineReport {
    std::string backend;
    int threads = 0;
    double milliseconds = 0;
    double skipped = 0; ///< share of the second product's multiplications left out because hidden was zero
};

/// Every kept stage of one pass through one block. Immutable once made; stages are shared between snapshots
/// that do not differ in them. Padding rows hold zeros.
struct Snapshot {
    std::shared_ptr<const FeedForward> model; ///< may be null for a snapshot read from a file
    FeedForwardConfig config;
    std::string source, block; ///< as in FeedForward
    std::shared_ptr<const TokenBatch> tokens;
    Edits edits;
    std::array<std::shared_ptr<const Tensor>, kStageCount> kept;
    std::array<StageSummary, kStageCount> summaries;
    /// One a row of each stage, for an update to start from; empty for a snapshot read from a file.
    std::array<std::shared_ptr<const std::vector<StageSummary>>, kStageCount> row_summaries;
    /// The projection without edits, where that was computed; likewise. Null when there are no edits.
    std::shared_ptr<const Tensor> unedited_projection;
    EngineReport engine;

    bool has(Stage stage) const { return kept[std::size_t(stage)] != nullptr; }
    /// The stage's values; it must be there.
    const Tensor& stage(Stage s) const { return *kept[std::size_t(s)]; }
    const StageSummary& summary(Stage s) const { return summaries[std::size_t(s)]; }
    /// [batch, len] with the stage's own dim.
    Shape shape(Stage s) const { return stage(s).shape(); }
};

/// What the weights and the kept stages take in memory; a stage with two names counts once.
std::uint64_t memory_bytes(const Snapshot& snapshot);

} // namespace ffn

#pragma once

#include "engine/forward/forward.h"
#include "engine/forward/unit_shift.h"

namespace ffn {

/// A pass that may start from what is known already; forward() and update() are both made of it.
struct PassRequest {
    std::shared_ptr<const FeedForward> model;
    std::shared_ptr<const TokenBatch> tokens;
    std::shared_ptr<const Tensor> states;
    Edits edits;
    std::vector<Stage> keep; ///< in the order of stages_of
    const Snapshot* base =
        nullptr;              ///< has the same rows; its stages in `given` are taken over with their sums
    std::vector<Stage> given; ///< base keeps all of them
    std::optional<UnitChange> change;
};

/// Throws as forward() does.
std::shared_ptr<Snapshot> run_pass(const PassRequest& request, const ForwardOptions& options,
                                   const Progress& progress);

/// The snapshot's sums over all rows from those of the rows.
void total_summaries(Snapshot& snapshot);

/// The stages that `options` asks for. Throws Error for one that the block lacks.
std::vector<Stage> stages_to_keep(const FeedForwardConfig& config, const ForwardOptions& options);

} // namespace ffn

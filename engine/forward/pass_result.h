#pragma once

#include "engine/forward/pass.h"

namespace ffn {

/// The tensors and sums of a pass while they are written; null where a stage is given, or not kept.
struct PassResult {
    std::array<std::shared_ptr<Tensor>, kStageCount> stages;
    std::array<std::shared_ptr<std::vector<StageSummary>>, kStageCount> sums;
};

/// Room for all stages that are not given; the output of a pre-norm block is its residual sum.
PassResult room_for(const PassRequest& request);

/// The snapshot of what was written, with the stages that were given.
std::shared_ptr<Snapshot> snapshot_of(const PassRequest& request, const PassResult& result);

/// True for a stage that the request's base gives; the input always is.
bool is_given(const PassRequest& request, Stage stage);

/// Throws Error when input and tokens do not fit the model, an edit names no unit of it, or it takes too much
/// memory.
void check_request(const PassRequest& request, const ForwardOptions& options);

} // namespace ffn

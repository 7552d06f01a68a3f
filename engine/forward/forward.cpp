#include "engine/forward/forward.h"

#include "engine/forward/pass.h"

namespace ffn {

std::shared_ptr<const Snapshot> forward(std::shared_ptr<const FeedForward> model,
                                        std::shared_ptr<const TokenBatch> tokens,
                                        std::shared_ptr<const Tensor> states, const Edits& edits,
                                        const ForwardOptions& options, const Progress& progress) {
    PassRequest request;
    request.keep = stages_to_keep(model->config, options);
    request.model = std::move(model);
    request.tokens = std::move(tokens);
    request.states = std::move(states);
    request.edits = edits;
    return run_pass(request, options, progress);
}

} // namespace ffn

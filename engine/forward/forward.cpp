#include "engine/forward/forward.h"

#include "engine/forward/pass.h"

namespace ffn {

std::vector<Stage> stages_of(const FeedForwardConfig& config) {
    const auto has = [&config](StageBlocks blocks) {
        switch (blocks) {
        case StageBlocks::Gated:
            return config.gated;
        case StageBlocks::PreNorm:
            return is_pre_norm(config);
        case StageBlocks::SecondNorm:
            return has_second_norm(config);
        case StageBlocks::Normed:
            return config.norm != Norm::None;
        case StageBlocks::All:
            break;
        }
        return true;
    };
    std::vector<Stage> result;
    for (const StageInfo& s : stages())
        if (has(s.blocks)) result.push_back(s.stage);
    return result;
}

Stage update_stage(const FeedForwardConfig& config) {
    return has_second_norm(config) ? Stage::Update : Stage::Projection;
}

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

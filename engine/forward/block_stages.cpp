#include "engine/forward/block_stages.h"

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

} // namespace ffn

#pragma once

#include "engine/analysis/unit_census.h"

#include <array>
#include <cstdint>
#include <string>

namespace ffn {

/// One block at a glance: what a small multiple of a whole model draws.
struct LayerSummary {
    std::string block;
    std::int64_t d_model = 0, d_ff = 0;
    std::string activation;
    std::int64_t tokens_seen = 0;
    float threshold = 0;
    double active_fraction = 0; ///< of tokens · units
    double union_fraction = 0;  ///< of the units: active for at least one token seen
    std::array<std::int64_t, kUnitKinds> kinds{};
    double update_ratio = 0; ///< mean over tokens of ‖f(x)‖/‖x‖; NaN for a scan
    double input_cosine = 0; ///< mean over tokens of cos(x, x + f(x)); NaN for a scan
};

/// The stages of a block that its summary and its residual are told from: input, hidden, what is added, and
/// the sum.
std::vector<Stage> summary_stages(const FeedForwardConfig& config);

/// Of a snapshot that keeps them. Several of one model are one each.
LayerSummary layer_summary(const Snapshot& snapshot, float threshold = 0, const UnitRules& rules = {},
                           ThreadPool* pool = nullptr, const Progress& progress = {});

/// Of a scan, which knows nothing of the residual.
LayerSummary layer_summary(const CorpusScan& scan, const UnitRules& rules = {});

} // namespace ffn

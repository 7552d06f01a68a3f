#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>

namespace ffn {

/// Changes to the hidden stage of every token, applied in this order: values ≤ threshold become 0, scaled
/// units are multiplied, ablated units become 0. NaN passes a threshold and a scale, not an ablation.
struct Edits {
    std::set<std::int64_t> ablated;
    std::map<std::int64_t, float> scaled;
    std::optional<float> threshold;

    bool empty() const { return ablated.empty() && scaled.empty() && !threshold; }
    bool operator==(const Edits&) const = default;
};

} // namespace ffn

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>

namespace ffn {

/// Bounds of a clamped unit; equal ones set a fixed value.
struct ClampRange {
    float min = 0, max = 0;
    bool operator==(const ClampRange&) const = default;
};

/// Changes to the hidden stage of every token, applied in this order: values ≤ threshold become 0, scaled
/// units are multiplied, clamped units are brought between their bounds, ablated units become 0. NaN passes a
/// threshold, a scale and a clamp with two bounds, but no fixed value and no ablation.
struct Edits {
    std::set<std::int64_t> ablated;
    std::map<std::int64_t, float> scaled;
    std::optional<float> threshold = std::nullopt;
    std::map<std::int64_t, ClampRange> clamped = {};

    bool empty() const { return ablated.empty() && scaled.empty() && !threshold && clamped.empty(); }
    bool operator==(const Edits&) const = default;
};

/// The units that an edit names one by one, in rising order.
std::set<std::int64_t> edited_units(const Edits& edits);

/// One value of a clamped unit.
template <class Real>
Real clamped(const ClampRange& range, Real value) {
    const Real min = range.min, max = range.max;
    return min == max || value < min ? min : value > max ? max : value;
}

/// One hidden value of `unit` after the edits, in float or double.
template <class Real>
Real edited(const Edits& edits, std::int64_t unit, Real value) {
    if (edits.threshold && value <= Real(*edits.threshold)) value = 0;
    if (const auto at = edits.scaled.find(unit); at != edits.scaled.end()) value *= Real(at->second);
    if (const auto at = edits.clamped.find(unit); at != edits.clamped.end())
        value = clamped(at->second, value);
    return edits.ablated.contains(unit) ? Real(0) : value;
}

/// Throws Error for a unit outside 0 … d_ff−1 or bounds of which the lower is above the upper.
void check_edits(const Edits& edits, std::int64_t d_ff);

} // namespace ffn

#include "engine/analysis/unit_census.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ffn {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// A range of counted positions.
struct Window {
    std::size_t first = 0, last = 0;
    std::int64_t active = 0;
};

// The narrowest range with at least `share` of the active tokens; the first of equally narrow ones.
Window narrowest_window(const UnitTally& unit, double share) {
    Window best{0, kCountedPositions, 0};
    std::int64_t inside = 0;
    std::size_t first = 0;
    for (std::size_t last = 0; last < kCountedPositions; ++last) {
        inside += unit.by_position[last];
        while (double(inside - unit.by_position[first]) >= share * double(unit.active) && first < last)
            inside -= unit.by_position[first++];
        if (double(inside) >= share * double(unit.active) && last - first < best.last - best.first)
            best = {first, last, inside};
    }
    return best;
}

bool is_positional(const CorpusScan& scan, const UnitTally& unit, const UnitRules& rules) {
    const Window window = narrowest_window(unit, rules.window_share);
    std::int64_t seen = 0;
    for (std::size_t p = window.first; p <= std::min(window.last, kCountedPositions - 1); ++p)
        seen += scan.positions_seen[p];
    const double places = double(window.last - window.first + 1);
    return double(window.active) >= rules.window_rate * double(seen) &&
           double(seen) >= rules.window_repeats * places &&
           double(seen) <= rules.window_tokens * double(scan.tokens_seen);
}

UnitKind kind_of(const CorpusScan& scan, const UnitTally& unit, const UnitRecord& record,
                 const UnitRules& rules) {
    if (scan.tokens_seen == 0) return UnitKind::Other;
    if (unit.active == 0) return UnitKind::DeadSoFar;
    if (record.active_fraction >= rules.always_on) return UnitKind::AlwaysOn;
    if (unit.active >= rules.evidence) {
        if (!unit.many_tokens && record.main_share >= rules.one_token) return UnitKind::OneToken;
        if (is_positional(scan, unit, rules)) return UnitKind::Position;
    }
    return record.active_fraction <= rules.rare ? UnitKind::Rare : UnitKind::Other;
}

UnitRecord record_of(const CorpusScan& scan, const UnitTally& unit) {
    UnitRecord record;
    record.active = unit.active;
    record.active_fraction = scan.tokens_seen ? double(unit.active) / double(scan.tokens_seen) : kNone;
    const std::int64_t finite = scan.tokens_seen - unit.nonfinite;
    record.mean = finite > 0 ? unit.sum.value() / double(finite) : kNone;
    record.max = finite > 0 ? unit.max : float(kNone);
    record.min = finite > 0 ? unit.min : float(kNone);
    record.nonfinite = unit.nonfinite;
    const auto main = std::ranges::max_element(unit.by_token, {}, &TokenCount::count);
    if (main != unit.by_token.end()) {
        record.main_token = main->token;
        record.main_share = double(main->count) / double(unit.active);
    }
    for (std::size_t p = 0; p < kCountedPositions; ++p) {
        if (unit.by_position[p] == 0) continue;
        if (record.first_position < 0) record.first_position = std::int64_t(p);
        record.last_position = std::int64_t(p);
    }
    record.top = unit.top;
    return record;
}

} // namespace

std::string_view name(UnitKind kind) {
    constexpr std::string_view kNames[] = {"dead so far", "always on", "one token",
                                           "position",    "rare",      "other"};
    return kNames[std::size_t(kind)];
}

UnitCensus unit_census(const CorpusScan& scan, const UnitNorms* norms, const UnitRules& rules) {
    UnitCensus census;
    census.tokens_seen = scan.tokens_seen;
    census.threshold = scan.threshold;
    census.rules = rules;
    const auto norm = [](const std::vector<double>& of, std::size_t u) {
        return u < of.size() ? of[u] : kNone;
    };
    for (std::size_t u = 0; u < scan.units.size(); ++u) {
        UnitRecord record = record_of(scan, scan.units[u]);
        record.unit = std::int64_t(u);
        record.kind = kind_of(scan, scan.units[u], record, rules);
        record.input_norm = norms ? norm(norms->input, u) : kNone;
        record.gate_norm = norms ? norm(norms->gate, u) : kNone;
        record.output_norm = norms ? norm(norms->output, u) : kNone;
        ++census.kinds[std::size_t(record.kind)];
        census.units.push_back(std::move(record));
    }
    return census;
}

UnitCensus unit_census(const Snapshot& snapshot, float threshold, const UnitRules& rules, ThreadPool* pool,
                       const Progress& progress) {
    CorpusScan scan;
    scan.threshold = threshold;
    scan.add(snapshot, pool, progress);
    if (!snapshot.model) return unit_census(scan, nullptr, rules);
    const UnitNorms norms = unit_norms(*snapshot.model);
    return unit_census(scan, &norms, rules);
}

} // namespace ffn

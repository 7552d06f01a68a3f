#pragma once

#include "engine/analysis/corpus_scan.h"
#include "engine/analysis/unit_norms.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ffn {

/// What kind of unit it is, as far as the tokens seen tell. The first rule that holds decides.
enum class UnitKind {
    DeadSoFar, ///< active for no token seen
    AlwaysOn,  ///< active for a share of the tokens of at least `always_on`
    OneToken,  ///< one and the same token makes up at least `one_token` of its active ones
    Position,  ///< fires by the place in the sequence, see UnitRules
    Rare,      ///< active for a share of at most `rare`
    Other,
};
inline constexpr std::size_t kUnitKinds = 6;
/// "dead so far", "always on", "one token", "position", "rare", "other".
std::string_view name(UnitKind kind);

/// Where the borders between the kinds lie.
struct UnitRules {
    double always_on = 0.95;
    double rare = 0.01;
    /// `OneToken` and `Position` need that many active tokens.
    std::int64_t evidence = 2;
    /// Asked only of units that at most kCountedTokens different tokens drive.
    double one_token = 0.9;
    /// `Position`: in the narrowest range of positions that holds `window_share` of the active tokens, the
    /// unit is active for at least `window_rate` of the tokens seen there, and at most `window_tokens` of all
    /// tokens seen stand there. (Positional neurons: Voita et al. 2023, arXiv 2309.04827.)
    /// Each place there must have been seen `window_repeats` times on average: one sequence shows no habit.
    double window_share = 0.9, window_rate = 0.5, window_tokens = 0.5, window_repeats = 3;
    bool operator==(const UnitRules&) const = default;
};

/// One row of the census.
struct UnitRecord {
    std::int64_t unit = 0;
    UnitKind kind = UnitKind::Other;
    std::int64_t active = 0;    ///< tokens
    double active_fraction = 0; ///< of the tokens seen; NaN when there are none
    double mean = 0;            ///< over all tokens seen with a finite value; NaN when there are none
    float max = 0, min = 0;     ///< likewise
    std::int64_t nonfinite = 0;
    std::string main_token; ///< that it is active for most often; empty when there are too many, or none
    double main_share = 0;  ///< of the active tokens; 1: it fires on nothing else
    std::int64_t first_position = -1, last_position = -1;  ///< active nowhere else; 63 stands for all beyond
    double input_norm = 0, gate_norm = 0, output_norm = 0; ///< see UnitNorms; NaN without weights or gate
    std::vector<TopToken> top;
};

struct UnitCensus {
    std::int64_t tokens_seen = 0;
    float threshold = 0;
    UnitRules rules;
    std::vector<UnitRecord> units;                ///< [d_ff]
    std::array<std::int64_t, kUnitKinds> kinds{}; ///< how many of each
};

/// `norms` may be null.
UnitCensus unit_census(const CorpusScan& scan, const UnitNorms* norms, const UnitRules& rules = {});

/// Of one snapshot, whose hidden stage must be kept; norms where it has its weights.
UnitCensus unit_census(const Snapshot& snapshot, float threshold = 0, const UnitRules& rules = {},
                       ThreadPool* pool = nullptr, const Progress& progress = {});

} // namespace ffn

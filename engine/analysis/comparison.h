#pragma once

#include "engine/analysis/token_alignment.h"
#include "engine/core/progress.h"
#include "engine/forward/snapshot.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace ffn {

/// Two tokens that are compared: rows of the stages of snapshot a and b.
struct RowPair {
    std::int64_t batch = 0;
    std::int64_t a_position = 0, b_position = 0;
    std::int64_t a_row = 0, b_row = 0;
    bool same = true; ///< the tokens have the same text
};

/// Which tokens of two snapshots belong together.
struct TokenMatch {
    std::vector<std::vector<TokenPair>> pairs;     ///< for each batch row that both have
    std::vector<RowPair> rows;                     ///< pairs of two, over all batch rows
    std::int64_t unmatched_a = 0, unmatched_b = 0; ///< real tokens without a counterpart
};

enum class MatchRule {
    Texts, ///< by the texts of the tokens, see `align_tokens`
    Place, ///< by batch row and position
};
TokenMatch match_tokens(const Snapshot& a, const Snapshot& b, MatchRule rule = MatchRule::Texts);

/// How far one stage of b is from a, over matched tokens; b − a, in double. Cells that are not finite in
/// either enter only the counts.
struct StageDistance {
    Stage stage = Stage::Input;
    std::int64_t cells = 0;     ///< compared
    std::int64_t differing = 0; ///< with other bits, but for 0 and −0; NaN equals NaN
    std::int64_t nonfinite_a = 0, nonfinite_b = 0;
    double max_abs = 0;
    std::int64_t pair = -1, unit = -1; ///< where: index into TokenMatch::rows; −1 without a difference
    double mean_abs = 0;               ///< NaN without finite cells, as the next two
    double relative_l2 = 0;            ///< ‖b − a‖ / ‖a‖; 0 where b = a
    double cosine = 0;                 ///< between all of a and all of b; NaN where either is zero
};

/// Of one stage, which both must keep with the same dim. Throws Stopped.
StageDistance stage_distance(const Snapshot& a, const Snapshot& b, const TokenMatch& match, Stage stage,
                             const Progress& progress = {});
/// Of the stages that both keep with the same dim, in the order of computation. Throws Stopped.
std::vector<StageDistance> stage_distances(const Snapshot& a, const Snapshot& b, const TokenMatch& match,
                                           const Progress& progress = {});

struct CellDifference {
    std::int64_t pair = 0, unit = 0; ///< index into TokenMatch::rows
    float a = 0, b = 0;
    double difference = 0; ///< b − a
};

/// The largest |b − a| first, at most `count`; NaN and Inf that only one of them has before all, equal ones
/// in the order of the cells.
std::vector<CellDifference> largest_differences(const Snapshot& a, const Snapshot& b, const TokenMatch& match,
                                                Stage stage, std::size_t count);

} // namespace ffn

#pragma once

#include "engine/analysis/exact_sum.h"

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace ffn {

/// One token that drove a hidden unit, and where it stands.
struct TopToken {
    float value = 0;
    std::string file;          ///< empty for a snapshot
    std::int64_t sequence = 0; ///< line of the file, from 1; of a snapshot the row of the batch, from 0
    std::int64_t position = 0; ///< in the sequence, from 0
    std::string token;
    std::string before, after; ///< the tokens around it, with blanks between them
    bool operator==(const TopToken&) const = default;
};

/// Largest |value| first; equal ones in the order of file, sequence and position.
bool ranks_before(const TopToken& a, const TopToken& b);

struct TokenCount {
    std::string token;
    std::int64_t count = 0;
    bool operator==(const TokenCount&) const = default;
};

/// Positions counted one by one; the last stands for itself and all beyond.
inline constexpr std::size_t kCountedPositions = 64;
/// A unit that fires on more different tokens than this is of no particular token.
inline constexpr std::size_t kCountedTokens = 64;

/// What is known of one hidden unit after some tokens. Everything in it is exact, so that tallies merged in
/// any order equal the tally of all tokens in one go, bit for bit.
struct UnitTally {
    std::int64_t active = 0;    ///< tokens with |value| > threshold; NaN and Inf are active
    std::int64_t nonfinite = 0; ///< NaN and Inf; they enter neither sum nor extremes
    ExactSum sum;
    float min = std::numeric_limits<float>::infinity();
    float max = -std::numeric_limits<float>::infinity();
    std::array<std::int64_t, kCountedPositions> by_position{}; ///< of the active tokens
    std::vector<TokenCount> by_token; ///< of the active tokens, sorted; empty when there were too many
    bool many_tokens = false;         ///< more than kCountedTokens different ones
    std::vector<TopToken> top;        ///< in the order of `ranks_before`

    /// Tokens without a text cannot be told apart: they count as many.
    void count_token(const std::string& token, std::int64_t times = 1);
    void merge(const UnitTally& other, std::size_t top_count);
    bool operator==(const UnitTally&) const = default;
};

} // namespace ffn

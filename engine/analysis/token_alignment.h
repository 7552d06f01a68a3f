#pragma once

#include "engine/core/token_batch.h"

#include <cstdint>
#include <span>
#include <vector>

namespace ffn {

/// One step through two sequences side by side.
struct TokenPair {
    std::int64_t a = -1, b = -1; ///< positions; −1 where the other has no counterpart
    bool same = false;           ///< the two tokens have the same text
    bool operator==(const TokenPair&) const = default;
};

/// Aligns two sequences by the texts of their tokens: the longest common subsequence (Myers 1986, O(ND)), and
/// between its tokens those that stand at the same place of a gap, as changed ones. Every token is in exactly
/// one pair, in order.
///
/// Bounded: beyond `most_edits` insertions and deletions what is left is paired by its place alone.
std::vector<TokenPair> align_tokens(std::span<const Token> a, std::span<const Token> b,
                                    std::int64_t most_edits = 2000);

} // namespace ffn

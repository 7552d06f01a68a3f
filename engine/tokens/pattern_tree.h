#pragma once

#include "engine/tokens/pattern_set.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace ffn {

inline constexpr std::uint32_t kNoLimit = UINT32_MAX;

/// A pattern as a tree.
struct PatternNode {
    enum class Kind { Set, Sequence, Choice, Repeat, LookAhead, LookBehind, Begin, End };
    Kind kind = Kind::Sequence;
    std::uint32_t set = 0;             ///< Set, LookBehind: index into the sets
    std::uint32_t least = 1, most = 1; ///< Repeat
    bool possessive = false, negated = false;
    std::vector<PatternNode> children{};
};

struct PatternTree {
    std::vector<CharSet> sets;
    PatternNode root;
};

/// Throws Error naming the pattern and what of it is malformed or not known.
PatternTree parse_pattern(std::string_view source);

} // namespace ffn

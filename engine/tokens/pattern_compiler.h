#pragma once

#include "engine/tokens/pattern.h"
#include "engine/tokens/pattern_tree.h"

#include <string_view>
#include <vector>

namespace ffn {

struct PatternProgram {
    std::vector<Pattern::Step> steps;
    std::vector<Pattern::Alternative> alternatives;
};

/// Turns a tree into steps. Throws Error where a repeated group may match nothing or the pattern is too
/// large; `source` is for the message.
PatternProgram compile_pattern(const PatternTree& tree, std::string_view source);

} // namespace ffn

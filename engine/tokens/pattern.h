#pragma once

#include "engine/tokens/pattern_set.h"

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ffn {

/// A regular expression as tokenisers use them to cut a text into words; matches as Perl and Oniguruma do:
/// leftmost, the first alternative that leads to a match.
///
/// Known: literals, `.`, `[…]`, `\s \S \w \W \d \D \p{Lu} \P{…}`, escapes, `|`, `(…)`, `(?:…)`, `(?i:…)`, the
/// quantifiers `? * + {m,n}`, possessive ones after one character, `(?=…) (?!…)`, and `(?<=x) (?<!x)` of one
/// character. All else is refused by name.
class Pattern {
  public:
    struct Match {
        std::size_t begin = 0, end = 0;
        bool operator==(const Match&) const = default;
    };

    /// Throws Error for a pattern that is malformed or not known here.
    explicit Pattern(std::string_view source);

    /// All matches that hold at least a byte, in order, in valid UTF-8. Throws Error where the pattern tries
    /// so many ways that it would not end in reasonable time.
    void find_all(std::string_view text, std::vector<Match>& matches) const;
    /// The same for one of many words; `work` is what is left to be done in all of them, and lessened.
    void find_all(std::string_view text, std::vector<Match>& matches, std::uint64_t& work) const;
    /// What may be done to a text of so many bytes.
    static std::uint64_t work_for(std::size_t bytes) { return 256 * std::uint64_t(bytes) + (1 << 16); }

    // What follows is shared by the parser and the matcher.
    enum class Op { Set, Loop, Fork, Jump, LookAhead, LookBehind, Begin, End, Match };
    struct Step {
        Op op = Op::Match;
        std::uint32_t set = 0; ///< Set, Loop, LookBehind
        std::uint32_t target = 0,
                      other = 0;           ///< Fork tries target, then other; Jump; LookAhead: the step after
        std::uint32_t least = 0, most = 0; ///< Loop
        bool possessive = false, negated = false;
    };
    /// One alternative of the whole, and the bytes it can begin with (128: any above ASCII).
    struct Alternative {
        std::uint32_t start = 0;
        std::bitset<129> first;
    };

  private:
    std::string m_source;
    std::vector<CharSet> m_sets;
    std::vector<Step> m_steps;
    std::vector<Alternative> m_alternatives;
};

} // namespace ffn

#pragma once

#include "engine/tokens/aligned_text.h"

#include <bitset>
#include <cstdint>
#include <string_view>
#include <vector>

namespace ffn {

/// Cuts a long text between characters that no piece of a model has side by side, so that merging a megabyte
/// becomes merging words, with the same result. Only ASCII and `▁` are looked at.
class WordCutter {
  public:
    /// Some piece has `left` followed by `right`.
    void join(std::string_view left, std::string_view right);
    /// Some piece reads `piece`.
    void join_within(std::string_view piece);
    /// `c` is a piece. Two characters that are none make one unknown run, which stays whole.
    void know(std::string_view c);
    /// Words are not to be cut.
    void never() { m_never = true; }
    /// Appends the parts of `word`; they begin at `begin` and lie side by side.
    void cut(std::string_view word, std::uint32_t begin, std::vector<TextRange>& words) const;

  private:
    static constexpr std::size_t kMeta = 128, kOther = 129, kKinds = 130;
    static std::size_t kind_at(std::string_view text, std::size_t at);
    bool may_cut(std::size_t left, std::size_t right) const;

    bool m_never = false;
    std::bitset<kKinds * kKinds> m_joined;
    std::bitset<kKinds> m_known;
};

} // namespace ffn

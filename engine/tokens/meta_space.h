#pragma once

#include "engine/tokens/aligned_text.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace ffn {

/// U+2581, which stands for a space in SentencePiece's pieces.
inline constexpr std::string_view kMetaSpace = "\xE2\x96\x81";
inline constexpr std::int32_t kMetaSpaceChar = 0x2581;

/// `<0xE4>`: the piece for a byte, in models with byte fallback.
std::string byte_piece(unsigned char byte);

/// Cuts a long text before `▁` wherever no piece of a model joins `▁` to the character before it, so that
/// merging a megabyte becomes merging words, with the same result.
class MetaSpaceCutter {
  public:
    /// Some piece has `left` followed by `right`.
    void join(std::string_view left, std::string_view right);
    /// Some piece reads `piece`.
    void join_within(std::string_view piece);
    /// Words are not to be cut.
    void never() { m_never = true; }
    /// Appends the parts of `word`; they begin at `begin` and lie side by side.
    void cut(std::string_view word, std::uint32_t begin, std::vector<TextRange>& words) const;

  private:
    bool m_never = false;
    std::unordered_set<std::int32_t> m_joined; ///< the characters that may stand before `▁` in a piece
};

} // namespace ffn

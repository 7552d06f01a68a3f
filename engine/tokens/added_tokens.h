#pragma once

#include "engine/tokens/byte_trie.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ffn {

/// A token that is looked for in the text before anything else is done to it.
struct AddedToken {
    std::string content;
    std::int64_t id = -1;
    bool single_word = false; ///< only where no word character touches it
    bool lstrip = false;      ///< takes the white space before it
    bool rstrip = false;      ///< and after it
    std::string wanted;       ///< what to look for: `content`, or that normalised
};

/// A set of added tokens: finds the leftmost, of those the longest.
class AddedTokens {
  public:
    /// Throws Error for a token without content or of more than 512 bytes.
    explicit AddedTokens(std::vector<AddedToken> tokens = {});

    const std::vector<AddedToken>& tokens() const { return m_tokens; }
    struct Piece {
        std::size_t begin, end;
        std::int32_t token; ///< −1: text between tokens
    };
    /// The whole text in pieces, none of them empty.
    std::vector<Piece> split(std::string_view text) const;

  private:
    std::vector<AddedToken> m_tokens;
    ByteTrie m_trie;
};

} // namespace ffn

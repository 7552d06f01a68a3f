#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ffn {

/// SentencePiece's `precompiled_charsmap`: what to write for which characters, as a double-array trie (Darts)
/// and the texts it points to. Every step in it is checked, as the file is untrusted.
class CharsMap {
  public:
    CharsMap() = default;
    /// Throws Error for bytes that are no such map; no bytes are an empty map.
    explicit CharsMap(std::string_view bytes);

    bool empty() const { return m_units.empty(); }
    struct Rule {
        std::size_t length = 0; ///< bytes of the text that it replaces
        std::string_view text;  ///< by these
    };
    /// The rule for the longest, or the shortest, beginning of `text` that has one.
    std::optional<Rule> find(std::string_view text, bool longest) const;

  private:
    std::vector<std::uint32_t> m_units;
    std::string m_texts; ///< each ends with a NUL
};

} // namespace ffn

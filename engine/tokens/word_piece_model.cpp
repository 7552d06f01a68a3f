#include "engine/core/error.h"
#include "engine/tokens/byte_trie.h"
#include "engine/tokens/subword_model.h"
#include "engine/tokens/utf8_text.h"

#include <optional>

namespace ffn {

namespace {

constexpr std::int64_t kLongestWord = 1000;

class WordPieceModel : public SubwordModel {
  public:
    WordPieceModel(PieceTable pieces, const WordPieceOptions& options)
        : SubwordModel(std::move(pieces)), m_unknown(options.unknown),
          m_longest(std::size_t(options.longest_word)) {
        for (std::int32_t i = std::int32_t(this->pieces().size()) - 1; i >= 0; --i)
            m_trie.insert(this->pieces().piece(i), i);
        m_others = m_trie.node_of(options.continuing_prefix);
    }

    void split(std::string_view word, std::vector<SubToken>& parts) const override {
        const std::size_t before = parts.size();
        if (too_long(word)) {
            parts.push_back(unknown(word));
            return;
        }
        for (std::size_t at = 0; at < word.size();) {
            ByteTrie::Found found;
            if (at == 0 || m_others) found = m_trie.longest(word.substr(at), at == 0 ? 0 : *m_others);
            if (found.value < 0) {
                parts.resize(before);
                parts.push_back(unknown(word));
                return;
            }
            parts.push_back({found.value, std::uint32_t(at), std::uint32_t(at + found.length)});
            at += found.length;
        }
    }

  private:
    bool too_long(std::string_view word) const {
        std::size_t characters = 0;
        for (std::size_t at = 0; at < word.size() && characters <= m_longest; ++characters)
            at += utf8_at(word, at).length;
        return characters > m_longest;
    }

    SubToken unknown(std::string_view word) const { return {m_unknown, 0, std::uint32_t(word.size())}; }

    std::int32_t m_unknown;
    std::size_t m_longest;
    ByteTrie m_trie;
    std::optional<std::uint32_t> m_others; ///< below it lie the pieces that go on with a word
};

} // namespace

std::unique_ptr<SubwordModel> make_word_piece_model(PieceTable pieces, const WordPieceOptions& options) {
    if (options.longest_word < 1 || options.longest_word > kLongestWord)
        throw Error("the longest word of a WordPiece tokeniser must be from 1 to 1000 characters, not " +
                    std::to_string(options.longest_word));
    return std::make_unique<WordPieceModel>(std::move(pieces), options);
}

} // namespace ffn

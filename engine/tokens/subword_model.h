#pragma once

#include "engine/tokens/aligned_text.h"
#include "engine/tokens/piece_table.h"

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace ffn {

/// A part of a word.
struct SubToken {
    std::int32_t place = 0;           ///< in the table of pieces
    std::uint32_t begin = 0, end = 0; ///< bytes of the word
    bool surface = false;             ///< shown as the word has it, for the table's piece means "unknown"
    bool operator==(const SubToken&) const = default;
};

/// Cuts a word into pieces that the tokeniser has. Immutable.
class SubwordModel {
  public:
    virtual ~SubwordModel() = default;
    const PieceTable& pieces() const { return m_pieces; }
    /// Appends the parts of `word`, which holds at least one byte. Safe, if senseless, for broken UTF-8.
    virtual void split(std::string_view word, std::vector<SubToken>& parts) const = 0;
    /// Cuts a word into shorter ones that can be split by themselves with the same result.
    virtual void cut(std::string_view word, std::uint32_t begin, std::vector<TextRange>& words) const {
        words.push_back({begin, begin + std::uint32_t(word.size())});
    }

  protected:
    explicit SubwordModel(PieceTable pieces) : m_pieces(std::move(pieces)) { m_pieces.sort_ids(); }

  private:
    PieceTable m_pieces;
};

/// GPT-2's merging of pairs (Sennrich et al. 2016), with the options of a tokenizer.json.
struct BpeOptions {
    std::int32_t unknown =
        PieceTable::kNone;         ///< piece for a character that is none; without one it is dropped
    std::string continuing_prefix; ///< of every symbol but a word's first
    std::string word_suffix;       ///< of a word's last symbol
    bool fuse_unknown = false;
    bool byte_fallback = false; ///< an unknown character becomes its bytes `<0xE4>`
    bool ignore_merges = false; ///< a word that is a piece stays whole
};
/// More are refused.
inline constexpr std::size_t kMostMerges = std::size_t(1) << 20;
/// Two pieces that may be merged, earlier ones first.
struct Merge {
    std::int32_t left = 0, right = 0, result = 0; ///< places in the table
};
std::unique_ptr<SubwordModel> make_bpe_model(PieceTable pieces, const std::vector<Merge>& merges,
                                             const BpeOptions& options);

/// The longest piece first (Schuster and Nakajima 2012). A word that fails anywhere, or is longer than
/// `longest_word` characters, is `unknown`. Throws Error for a longest word outside 1 … 1000.
struct WordPieceOptions {
    std::int32_t unknown = PieceTable::kNone;
    std::string continuing_prefix = "##";
    std::int64_t longest_word = 100;
};
std::unique_ptr<SubwordModel> make_word_piece_model(PieceTable pieces, const WordPieceOptions& options);

/// The most probable pieces (Kudo 2018), found as Viterbi did.
struct UnigramOptions {
    std::vector<double> scores;               ///< one a piece
    std::int32_t unknown = PieceTable::kNone; ///< throws Error on an unknown character without one
    bool byte_fallback = false;
};
/// As the `Unigram` of a tokenizer.json: sums in double, runs of unknown characters are one piece.
std::unique_ptr<SubwordModel> make_unigram_model(PieceTable pieces, UnigramOptions options);

} // namespace ffn

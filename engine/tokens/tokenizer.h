#pragma once

#include "engine/core/token_batch.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ffn {

/// Splits a text into tokens. Immutable; may be used from several threads.
class Tokenizer {
  public:
    virtual ~Tokenizer() = default;
    /// "words", "bytes", or the file it came from.
    virtual std::string name() const = 0;
    /// One row for each text. Throws Error for an empty text (no tokens at all), naming which one.
    virtual TokenBatch encode(const std::vector<std::string>& texts) const = 0;
    /// Number of ids it can give, where that is fixed.
    virtual std::optional<std::int64_t> vocabulary_size() const = 0;
    /// The piece for an id, where it is known; used to label ids typed by hand.
    virtual std::optional<std::string> piece(std::int64_t id) const = 0;
    /// The same tokeniser, putting the tokens that its file names around each text ([CLS] … [SEP]), or not;
    /// it shares all it can. Null where a tokeniser knows of none.
    virtual std::unique_ptr<Tokenizer> with_special_tokens(bool) const { return nullptr; }
};

/// A list of words with their ids, for the `words` tokeniser.
struct Vocabulary {
    std::vector<std::string> words; ///< index = id
    bool lowercase = false;
    std::string unknown; ///< the word that stands for all others; empty: an unknown word is an error
};

/// The built-in `words`: white space separates; a run of letters, digits and `_`, with apostrophes (U+0027)
/// between letters, is one word; every other character is a token of its own, and so is each CJK ideograph
/// and kana. Combining marks belong to the character before them; nothing is normalised. A byte that is not
/// UTF-8 is a token `<0xE4>`.
///
/// With a vocabulary the ids are its, and a token's text is the vocabulary's word (lower case, or the unknown
/// word); without one, ids are given in the order of first appearance over the whole batch. Throws Error for
/// a vocabulary that is empty, has a word twice, or lacks its own unknown word.
std::unique_ptr<Tokenizer> make_words_tokenizer(std::optional<Vocabulary> vocabulary = std::nullopt);

/// The built-in `bytes`: one token a byte of UTF-8, id = the byte; printable ASCII as itself, others as
/// `<0xE4>`.
std::unique_ptr<Tokenizer> make_bytes_tokenizer();

} // namespace ffn

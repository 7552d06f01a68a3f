#pragma once

#include "engine/tokens/added_tokens.h"
#include "engine/tokens/pre_tokenizer.h"
#include "engine/tokens/subword_model.h"
#include "engine/tokens/text_normalizer.h"
#include "engine/tokens/tokenizer.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ffn {

/// A piece put before or after a text: its text and its id.
using SpecialToken = std::pair<std::string, std::int64_t>;

/// What a tokeniser's file says, ready to use:
/// added tokens are cut out, the rest is normalised, cut into words, and the words into pieces.
struct TokenizerParts {
    std::string name;
    bool takes_broken_text = false; ///< the normaliser sees to broken UTF-8 itself
    AddedTokens added;              ///< looked for in the text as it is
    TextNormalizer normalize;
    AddedTokens added_normalized; ///< looked for in the normalised text
    PreTokenizer pre_tokenize;
    std::unique_ptr<const SubwordModel> model;
    std::vector<SpecialToken> front, back; ///< put around a text on request
};

/// A token's range is the bytes of the text it stands for, a leading space included; what was put in stands
/// for an empty range. Where the text is broken UTF-8, U+FFFD is tokenised in its place: one for each maximal
/// subpart, as Python's errors="replace" does (SentencePiece's files: one for each byte).
std::unique_ptr<Tokenizer> make_file_tokenizer(std::shared_ptr<const TokenizerParts> parts,
                                               bool special_tokens = false);

} // namespace ffn

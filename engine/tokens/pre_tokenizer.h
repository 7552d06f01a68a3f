#pragma once

#include "engine/tokens/aligned_text.h"
#include "engine/tokens/pattern.h"

#include <functional>
#include <string>
#include <vector>

namespace ffn {

/// A normalised text and the words it is cut into, in order; what lies in none of them is dropped.
struct WordText {
    AlignedText text;
    std::vector<TextRange> words;
};

/// A step that cuts words into smaller ones; some rewrite them. Empty: the words stay.
using PreTokenizer = std::function<void(WordText&)>;

/// What becomes of the places where a word is cut: each a word, gone, runs of them a word, or part of the
/// word before or after.
enum class SplitBehavior { Isolated, Removed, Contiguous, MergedWithPrevious, MergedWithNext };

enum class PrependScheme { Always, First, Never };

PreTokenizer pre_tokenize_in_order(std::vector<PreTokenizer> steps);
/// Cuts at the matches; `invert`: at what lies between them.
PreTokenizer pre_tokenize_split(Pattern pattern, SplitBehavior behavior, bool invert);
PreTokenizer pre_tokenize_split(std::string text, SplitBehavior behavior, bool invert);
PreTokenizer pre_tokenize_white_space(); ///< at white space, which is dropped
PreTokenizer pre_tokenize_punctuation(SplitBehavior behavior);
PreTokenizer pre_tokenize_digits(bool individual);
PreTokenizer pre_tokenize_bert();
/// GPT-2's: its pattern, then each byte as a printable character.
PreTokenizer pre_tokenize_byte_level(bool add_prefix_space, bool use_pattern);
/// SentencePiece's: a space becomes `replacement`, which begins a word.
PreTokenizer pre_tokenize_meta_space(std::string replacement, PrependScheme scheme, bool split);

} // namespace ffn

#pragma once

#include "engine/tokens/aligned_text.h"
#include "engine/tokens/chars_map.h"
#include "engine/tokens/pattern.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace ffn {

/// A step that rewrites a text before it is cut into words. Empty: the text stays.
using TextNormalizer = std::function<AlignedText(AlignedText)>;

enum class UnicodeForm { Nfc, Nfd, Nfkc, Nfkd };

/// What BERT does to a text. Accents go where `strip_accents` says, else where `lowercase` does.
struct BertNormalization {
    bool clean_text = true;           ///< controls and U+FFFD go, white space becomes a space
    bool handle_chinese_chars = true; ///< a space on either side of an ideograph
    std::optional<bool> strip_accents;
    bool lowercase = true;
};

TextNormalizer normalize_in_order(std::vector<TextNormalizer> steps);
TextNormalizer normalize_unicode(UnicodeForm form);
TextNormalizer normalize_lowercase();
TextNormalizer normalize_strip_marks(); ///< drops combining marks
TextNormalizer normalize_strip_space(bool left, bool right);
TextNormalizer normalize_prepend(std::string text); ///< to what is not empty
TextNormalizer normalize_replace(std::string from, std::string to);
TextNormalizer normalize_replace(Pattern from, std::string to);
TextNormalizer normalize_bert(const BertNormalization& options);
/// As the `Precompiled` of a tokenizer.json: the rule for a whole grapheme of up to five bytes, else for each
/// character; the shortest that fits.
TextNormalizer normalize_chars_map(CharsMap map);

/// SentencePiece's own: rules, white space, the space in front.
struct SentencePieceNormalization {
    CharsMap map;
    std::vector<std::string> kept; ///< never rewritten: the symbols a user defined
    bool add_dummy_prefix = true;
    bool remove_extra_whitespaces = true;
    bool escape_whitespaces = true;
    bool whitespace_as_suffix = false;
};
/// Takes a text as it is: each byte that is not UTF-8 becomes a U+FFFD.
TextNormalizer normalize_sentence_piece(SentencePieceNormalization options);

} // namespace ffn

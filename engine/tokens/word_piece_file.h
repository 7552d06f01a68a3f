#pragma once

#include "engine/tokens/file_tokenizer.h"

#include <filesystem>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace ffn {

/// BERT's `vocab.txt`: one piece a line, id = line. `settings` is the tokenizer_config.json beside it, or
/// null: do_lower_case, strip_accents, tokenize_chinese_chars. Without it, text is lower-cased unless a piece
/// that is no special one has a capital letter. Throws Error for a file without [UNK].
std::unique_ptr<TokenizerParts> read_word_piece_file(std::string_view text, const nlohmann::json& settings,
                                                     const std::filesystem::path& file);

/// Whether lines of a text are WordPiece's: some begin with `##`, or [UNK] and [CLS] are among them.
bool looks_like_word_piece(std::string_view text);

} // namespace ffn

#pragma once

#include "engine/tokens/file_tokenizer.h"
#include "engine/tokens/model_tables.h"

#include <filesystem>
#include <memory>

namespace ffn {

/// A `tokenizer.json` of kind BPE, WordPiece or Unigram. Its truncation, padding and decoder are not applied.
/// Throws Error for what is malformed, and names what of it is not supported. `file` is for messages.
/// The elements of the lists `added_tokens`, `model.merges` and `model.vocab` come beside it, in `tables`.
std::unique_ptr<TokenizerParts> read_tokenizer_json(nlohmann::json root, ModelTables tables,
                                                    const std::filesystem::path& file);

} // namespace ffn

#pragma once

#include "engine/tokens/byte_pair_merges.h"
#include "engine/tokens/file_tokenizer.h"

#include <filesystem>
#include <memory>
#include <nlohmann/json_fwd.hpp>

namespace ffn {

/// A `tokenizer.json` of kind BPE, WordPiece or Unigram. Its truncation, padding and decoder are not applied.
/// Throws Error for what is malformed, and names what of it is not supported. `file` is for messages.
/// The elements of `model.merges` come beside it.
std::unique_ptr<TokenizerParts> read_tokenizer_json(const nlohmann::json& root, const MergeTexts& merges,
                                                    const std::filesystem::path& file);

} // namespace ffn

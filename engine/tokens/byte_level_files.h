#pragma once

#include "engine/tokens/file_tokenizer.h"

#include <filesystem>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace ffn {

/// GPT-2's and RoBERTa's pair of files: `vocab.json` (pieces and ids) and `merges.txt`. `settings` is the
/// tokenizer_config.json beside them, or null: add_prefix_space. `<s>`, `</s>` and the like, where they are
/// pieces, are found in the text; with both, special tokens are `<s>` … `</s>`, else there are none.
/// Throws Error for what is malformed, and for pieces with `</w>` (CLIP's), which need their tokenizer.json.
std::unique_ptr<TokenizerParts> read_byte_level_files(nlohmann::json vocabulary, std::string_view merges,
                                                      const nlohmann::json& settings,
                                                      const std::filesystem::path& folder);

} // namespace ffn

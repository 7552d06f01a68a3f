#pragma once

#include "engine/core/token_batch.h"
#include "engine/formats/tensor_archive.h"

#include <map>
#include <optional>
#include <string>

namespace ffn {

/// A batch's tokens as three entries of a snapshot's metadata, each JSON: `ffnscope.tokens` [["the", …], …],
/// `ffnscope.ids` [[5, …], …] and `ffnscope.lengths` [10, …]. Broken UTF-8 in a token becomes U+FFFD.
/// Throws Error for what could not be read back: texts of more than 8 MB, or some 500,000 tokens.
std::map<std::string, std::string> token_metadata(const TokenBatch& tokens);

/// The batch back, without the places in the text. Nothing when the file has no `ffnscope.tokens`; throws
/// Error for entries that are malformed or disagree.
std::optional<TokenBatch> tokens_from_metadata(const TensorArchive& archive);

} // namespace ffn

#pragma once

#include "engine/core/token_batch.h"
#include "engine/tokens/tokenizer.h"

#include <string>
#include <vector>

namespace ffn {

/// Rows of ids without a tokeniser ("5,1,9"); pieces are named by `tokenizer` where it knows them, else "#5".
/// Blanks around an id are allowed. Throws Error, naming row and place, for an empty row, an empty place, a
/// negative id, what is not a number, and one beyond the tokeniser's vocabulary.
TokenBatch token_batch_from_ids(const std::vector<std::string>& rows, const Tokenizer* tokenizer = nullptr);

} // namespace ffn

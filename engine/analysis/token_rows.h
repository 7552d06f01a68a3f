#pragma once

#include "engine/core/token_batch.h"

#include <cstdint>
#include <vector>

namespace ffn {

/// A real token and the row of a stage that belongs to it.
struct TokenRow {
    std::int64_t batch = 0, position = 0;
    std::int64_t row = 0; ///< batch · len + position
    bool operator==(const TokenRow&) const = default;
};

/// All real tokens in the order of the rows; padding is left out. `len` is that of the tensors.
std::vector<TokenRow> token_rows(const TokenBatch& tokens, std::int64_t len);

} // namespace ffn

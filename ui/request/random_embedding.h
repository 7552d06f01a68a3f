#pragma once

#include "engine/core/token_batch.h"
#include "engine/tokens/embedding.h"

#include <cstdint>
#include <memory>

namespace ffn::ui {

/// What a token's random row hangs on: its id, or its text where ids only count the words of this batch.
enum class RowKey { Id, Text };

/// Embeds with rows from N(0, 1), plus positions; [batch, len, d_model].
///
/// A row depends on seed, key and d_model alone, so a token keeps its row however the text around it changes.
ModelInput embed_randomly(std::shared_ptr<const TokenBatch> tokens, RowKey key, std::int64_t d_model,
                          std::uint64_t seed, Positions positions);

} // namespace ffn::ui

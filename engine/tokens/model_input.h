#pragma once

#include "engine/core/tensor.h"
#include "engine/core/token_batch.h"

#include <memory>

namespace ffn {

/// Hidden states ready for a block, and the tokens they stand for.
struct ModelInput {
    std::shared_ptr<const TokenBatch> tokens;
    std::shared_ptr<const Tensor> states; ///< [batch, len, d_model], padding rows zero
};

/// Zero states [batch, len, dim] for a batch. Throws Error when the padding of rows of unequal length makes
/// them larger than the memory that is free.
std::shared_ptr<Tensor> padded_states(const TokenBatch& tokens, std::int64_t dim);

} // namespace ffn

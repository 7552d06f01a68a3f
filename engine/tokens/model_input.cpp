#include "engine/tokens/model_input.h"

#include "engine/core/error.h"
#include "engine/core/memory.h"

namespace ffn {

std::shared_ptr<Tensor> padded_states(const TokenBatch& tokens, std::int64_t dim) {
    // In double, for the product of three counts may not fit 64 bits.
    const double bytes = double(tokens.batch()) * double(tokens.len()) * double(dim) * sizeof(float);
    if (bytes > double(available_memory()))
        throw Error("a batch of " + std::to_string(tokens.batch()) + " rows, the longest of " +
                    std::to_string(tokens.len()) + " tokens, with " + std::to_string(dim) +
                    " values a token needs more memory than is free (" + bytes_text(available_memory()) +
                    ")");
    return std::make_shared<Tensor>(Shape{tokens.batch(), tokens.len(), dim});
}

} // namespace ffn

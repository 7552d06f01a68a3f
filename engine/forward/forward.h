#pragma once

#include "engine/core/progress.h"
#include "engine/forward/block_stages.h"
#include "engine/forward/snapshot.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ffn {

struct ForwardOptions {
    std::vector<Stage> stages; ///< to keep; empty means all that the block has
    int threads = 0;           ///< < 1: the machine's cores
    std::string backend = "auto";
    std::uint64_t memory_limit = 0; ///< bytes; 0: what the machine has free
};

/// Bytes that a pass takes beside the weights when it keeps `stages` for `rows` rows: those, their
/// statistics, and working memory with packed weights.
std::uint64_t forward_bytes(const FeedForwardConfig& config, std::int64_t rows,
                            const std::vector<Stage>& stages, int threads);

/// One pass, multithreaded over blocks of tokens. `states` is [batch, len, d_model]; rows that `tokens` calls
/// padding are not computed. A token's row depends on that token alone. Throws Error for states that do not
/// fit the model, an edit outside d_ff, a back end that is not there, or more memory than the limit (before
/// allocating); Stopped when asked to.
std::shared_ptr<const Snapshot> forward(std::shared_ptr<const FeedForward> model,
                                        std::shared_ptr<const TokenBatch> tokens,
                                        std::shared_ptr<const Tensor> states, const Edits& edits = {},
                                        const ForwardOptions& options = {}, const Progress& progress = {});

/// Names of the back ends that this build has and that work here, those on the processor first, the fastest
/// of them ahead: what "auto" takes. "cuda" computes whole passes in exact float32, "cuda_tf32" with faster,
/// coarser products.
std::vector<std::string> available_backends();

} // namespace ffn

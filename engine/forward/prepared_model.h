#pragma once

#include "engine/core/thread_pool.h"
#include "engine/forward/matrix_product.h"
#include "engine/forward/sparse_matrix.h"
#include "engine/model/feed_forward.h"

namespace ffn {

/// A model's matrices as one back end multiplies by them. Lives in the model's cache, so that every pass
/// shares what was packed.
struct PreparedModel {
    const MatrixProduct* product = nullptr;
    /// Small matrices are packed once and stay so. Large ones are read where they lie in every pass, which
    /// then takes many rows at once: their packed copy would double the memory.
    bool kept = false;
    std::shared_ptr<const PreparedMatrix> up, gate, down; ///< gate is null without one
    std::shared_ptr<const SparseMatrix> sparse_down;
    const std::unique_ptr<ThreadPools> pools = std::make_unique<ThreadPools>(); ///< for the passes to come
};

/// The model for the back end called `backend` or the fastest for "auto". Throws Error.
std::shared_ptr<const PreparedModel> prepare(const FeedForward& model, std::string_view backend);

/// Whether the matrices of such a block are packed once and stay so.
bool packs_once(const FeedForwardConfig& config);

/// What the products take beside the weights, at most: the kept copies, or a tile a thread.
std::uint64_t packed_bytes(const FeedForwardConfig& config, int threads);

} // namespace ffn

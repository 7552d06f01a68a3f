#include "engine/forward/prepared_model.h"

#include "engine/forward/kernels.h"

namespace ffn {

namespace {

constexpr std::uint64_t kKeptBytes = std::uint64_t(64) << 20;

// Every matrix packed, and the second one turned as well.
std::uint64_t all_packed(const FeedForwardConfig& config) {
    return std::uint64_t(config.d_model) * std::uint64_t(config.d_ff) * (config.gated ? 4 : 3) *
           sizeof(float);
}

} // namespace

std::shared_ptr<const PreparedModel> prepare(const FeedForward& model, std::string_view backend) {
    const MatrixProduct& product = matrix_product(backend);
    return model.cache->get<PreparedModel>("prepared for " + std::string(product.name()), [&] {
        auto prepared = std::make_shared<PreparedModel>();
        prepared->product = &product;
        prepared->kept = packs_once(model.config);
        prepared->up = product.prepare(model.up, prepared->kept);
        if (model.config.gated) prepared->gate = product.prepare(model.gate, prepared->kept);
        prepared->down = product.prepare(model.down, prepared->kept);
        prepared->sparse_down = std::make_shared<SparseMatrix>(model.down, prepared->kept);
        return prepared;
    });
}

bool packs_once(const FeedForwardConfig& config) {
    return all_packed(config) <= kKeptBytes;
}

std::uint64_t packed_bytes(const FeedForwardConfig& config, int threads) {
    if (packs_once(config)) return all_packed(config);
    const auto tile = [](std::int64_t outputs, std::int64_t inputs) {
        return std::uint64_t(Tiling(outputs, inputs).columns(0) * inputs) * sizeof(float);
    };
    // Widened, and copied by the back end as it goes, of either matrix.
    return 2 * std::uint64_t(threads) *
           (tile(config.d_ff, config.d_model) + tile(config.d_model, config.d_ff));
}

} // namespace ffn

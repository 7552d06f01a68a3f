#include "ui/request/model_request.h"

#include "engine/core/memory.h"

#include <limits>
#include <utility>

namespace ffn::ui {

namespace {

FeedForwardConfig random_config(const ModelRequest& request) {
    const auto& [d_model, d_ff, init, seed, gated] = request.random;
    if (d_model < 1 || d_ff < 1)
        throw Error("random weights need d_model and d_ff of at least 1, not " + std::to_string(d_model) +
                    " and " + std::to_string(d_ff));
    // Two matrices of floats; beyond this the sizes themselves would overflow.
    if (d_model > std::numeric_limits<std::int64_t>::max() / 16 / d_ff)
        throw Error("random weights of " + std::to_string(d_model) + " × " + std::to_string(d_ff) +
                    " are more than any machine holds");
    const ConfigOverrides& say = request.overrides;
    FeedForwardConfig config;
    config.d_model = d_model;
    config.d_ff = d_ff;
    config.gated = gated;
    config.activation = say.activation.value_or(config.activation);
    config.norm = say.norm.value_or(config.norm);
    config.placement = say.placement.value_or(config.placement);
    config.eps = say.eps.value_or(config.eps);
    return config;
}

/// Says that the matrices do not fit before anything is allocated.
void check_memory(const FeedForwardConfig& config, std::uint64_t needed, std::uint64_t limit) {
    if (limit == 0) limit = available_memory();
    if (needed > limit)
        throw Error("a block of d_model " + std::to_string(config.d_model) + " and d_ff " +
                    std::to_string(config.d_ff) + " needs " + bytes_text(needed) + " of memory and may use " +
                    bytes_text(limit));
}

/// The blocks known by their names, and last the one put together by hand, if any.
ModelListing list_blocks(const TensorArchive& archive, const ModelRequest& request) {
    ConfigOverrides overrides = request.overrides;
    overrides.orientation = request.mapping.orientation;
    if (!request.mapping.has_tensors()) return find_blocks(archive, overrides);
    ModelListing listing = find_blocks(archive);
    Block mapped = map_block(archive, request.mapping, overrides);
    mapped.index = int(listing.blocks.size());
    listing.blocks.push_back(std::move(mapped));
    listing.embeddings = find_embeddings(archive, listing.blocks);
    return listing;
}

void load(OpenedModel& opened, std::string_view id, const Progress& progress) {
    const Block& block = choose_block(opened.listing, id, *opened.archive);
    check_memory(block.config, weight_bytes(*opened.archive, block), opened.memory_limit);
    opened.block = int(&block - opened.listing.blocks.data());
    opened.model = load_block(*opened.archive, block, progress);
}

} // namespace

OpenedModel open_model(const ModelRequest& request, const Progress& progress) {
    OpenedModel opened;
    opened.memory_limit = request.memory_limit;
    if (request.weights.empty()) {
        const FeedForwardConfig config = random_config(request);
        const auto matrix = std::uint64_t(config.d_model) * std::uint64_t(config.d_ff) * sizeof(float);
        check_memory(config, matrix * (config.gated ? 3 : 2), request.memory_limit);
        opened.model = random_feed_forward(config, request.random.init, request.random.seed, progress);
        return opened;
    }
    opened.archive = open_archive(request.weights);
    opened.listing = list_blocks(*opened.archive, request);
    opened.vocabulary = model_vocabulary(*opened.archive);
    const bool mapped = request.mapping.has_tensors() && request.block.empty();
    load(opened, mapped ? opened.listing.blocks.back().id : request.block, progress);
    return opened;
}

OpenedModel open_block(const OpenedModel& opened, std::string_view block, const Progress& progress) {
    OpenedModel other = opened;
    load(other, block, progress);
    return other;
}

} // namespace ffn::ui

#include "ui/request/model_request.h"

#include <limits>
#include <utility>

namespace ffn::ui {

namespace {

FeedForwardConfig random_config(const ModelRequest& request) {
    const auto& [d_model, d_ff, init, seed] = request.random;
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
    config.activation = say.activation.value_or(config.activation);
    config.norm = say.norm.value_or(config.norm);
    config.placement = say.placement.value_or(config.placement);
    config.eps = say.eps.value_or(config.eps);
    return config;
}

void load(OpenedModel& opened, std::string_view id, const Progress& progress) {
    const Block& block = choose_block(opened.listing, id, *opened.archive);
    opened.block = int(&block - opened.listing.blocks.data());
    opened.model = load_block(*opened.archive, block, progress);
}

} // namespace

OpenedModel open_model(const ModelRequest& request, const Progress& progress) {
    OpenedModel opened;
    if (request.weights.empty()) {
        opened.model =
            random_feed_forward(random_config(request), request.random.init, request.random.seed, progress);
        return opened;
    }
    opened.archive = open_archive(request.weights);
    opened.listing = find_blocks(*opened.archive, request.overrides);
    load(opened, request.block, progress);
    return opened;
}

OpenedModel open_block(const OpenedModel& opened, std::string_view block, const Progress& progress) {
    OpenedModel other = opened;
    load(other, block, progress);
    return other;
}

} // namespace ffn::ui

#pragma once

#include "engine/forward/forward.h"
#include "engine/model/initializer.h"
#include "tests/engine/analysis/small_snapshot.h"

#include <string>
#include <vector>

namespace ffn::test {

/// A sequence of tokens with these texts.
inline std::vector<Token> words(const std::vector<std::string>& texts) {
    std::vector<Token> row;
    for (const std::string& text : texts)
        row.push_back({.text = text});
    return row;
}

/// A model with biases and gains that are all different from 0 and 1.
inline std::shared_ptr<FeedForward> random_model(const FeedForwardConfig& config, std::uint64_t seed = 1) {
    const auto drawn = random_feed_forward(config, Init::Torch, seed);
    auto model = std::make_shared<FeedForward>();
    model->config = config;
    model->source = "random";
    model->up = drawn->up, model->up_bias = drawn->up_bias.clone();
    model->gate = drawn->gate, model->gate_bias = drawn->gate_bias.clone();
    model->down = drawn->down, model->down_bias = drawn->down_bias.clone();
    model->norm_gain = random_normal({1, 1, config.d_model}, seed + 1);
    if (config.norm != Norm::RmsNorm) model->norm_bias = random_normal({1, 1, config.d_model}, seed + 2);
    if (!config.second_norm) return model;
    model->second_gain = random_normal({1, 1, config.d_model}, seed + 3);
    if (config.norm != Norm::RmsNorm) model->second_bias = random_normal({1, 1, config.d_model}, seed + 4);
    return model;
}

/// A pass of N(0, 1) states through it; padding holds zeros.
inline std::shared_ptr<const Snapshot> random_pass(std::shared_ptr<const FeedForward> model,
                                                   std::initializer_list<std::size_t> lengths,
                                                   const Edits& edits = {}, std::uint64_t seed = 7) {
    const auto tokens = batch(lengths);
    int number = 0;
    for (auto& row : tokens->rows)
        for (Token& token : row)
            token.text = std::string("w").append(std::to_string(number++ % 5));
    const Shape shape{tokens->batch(), tokens->len(), model->config.d_model};
    auto states = std::make_shared<Tensor>(random_normal(shape, seed));
    for (std::int64_t b = 0; b < shape.batch; ++b)
        for (std::int64_t p = tokens->length(b); p < shape.len; ++p)
            std::ranges::fill(states->row(b * shape.len + p), 0.0f);
    ForwardOptions options;
    options.threads = 1;
    return forward(std::move(model), tokens, states, edits, options);
}

inline std::shared_ptr<const Snapshot> random_pass(const FeedForwardConfig& config,
                                                   std::initializer_list<std::size_t> lengths,
                                                   const Edits& edits = {}) {
    return random_pass(random_model(config), lengths, edits);
}

} // namespace ffn::test

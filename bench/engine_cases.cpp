#include "bench/engine_cases.h"

#include "engine/model/initializer.h"

#include <map>
#include <tuple>

namespace ffn::bench {

std::shared_ptr<TokenBatch> plain_tokens(std::int64_t count) {
    auto tokens = std::make_shared<TokenBatch>();
    tokens->rows.emplace_back(std::size_t(count), Token{"t", 0, 0, 1});
    return tokens;
}

const Case& case_of(std::int64_t d_model, std::int64_t d_ff, std::int64_t tokens) {
    static std::map<std::pair<std::int64_t, std::int64_t>, std::shared_ptr<const FeedForward>> models;
    static std::map<std::tuple<std::int64_t, std::int64_t, std::int64_t>, Case> made;
    std::shared_ptr<const FeedForward>& model = models[{d_model, d_ff}];
    if (!model) {
        FeedForwardConfig config;
        config.d_model = d_model;
        config.d_ff = d_ff;
        model = random_feed_forward(config, Init::Torch, 0);
    }
    Case& c = made[{d_model, d_ff, tokens}];
    if (!c.model)
        c = {model, plain_tokens(tokens), std::make_shared<Tensor>(random_normal({1, tokens, d_model}, 1))};
    return c;
}

void cases(benchmark::internal::Benchmark* b) {
    b->ArgNames({"d_model", "d_ff", "tokens", "threads"})->UseRealTime()->Unit(benchmark::kMillisecond);
    for (const auto& [d_model, d_ff] : {std::pair{512, 2048}, {768, 3072}, {1024, 4096}, {4096, 16384}})
        for (const int tokens : {1, 10, 128, 512, 4096})
            for (const int threads : {1, 2})
                b->Args({d_model, d_ff, tokens, threads});
}

void share_rows(ThreadPool& pool, std::int64_t rows,
                const std::function<void(std::int64_t, std::int64_t)>& f) {
    const std::int64_t threads = pool.threads(), share = (rows + threads - 1) / threads;
    pool.for_each_block(threads, [&](std::int64_t t) {
        const std::int64_t first = t * share, count = std::min(share, rows - first);
        if (count > 0) f(first, count);
    });
}

} // namespace ffn::bench

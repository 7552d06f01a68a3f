// A full pass with every stage and statistic kept, and beside it the two bare matrix products it cannot do
// without, by the same library, on the same threads and the same blocks of rows.

#include "engine/core/thread_pool.h"
#include "engine/forward/forward.h"
#include "engine/model/initializer.h"

#include <benchmark/benchmark.h>

#include <map>

namespace {

using namespace ffn;

struct Case {
    std::shared_ptr<const FeedForward> model;
    std::shared_ptr<TokenBatch> tokens;
    std::shared_ptr<const Tensor> states;
};

const Case& case_of(std::int64_t d_model, std::int64_t d_ff, std::int64_t tokens) {
    static std::map<std::tuple<std::int64_t, std::int64_t, std::int64_t>, Case> made;
    Case& c = made[{d_model, d_ff, tokens}];
    if (c.model) return c;
    FeedForwardConfig config;
    config.d_model = d_model;
    config.d_ff = d_ff;
    c.model = random_feed_forward(config, Init::Torch, 0);
    c.tokens = std::make_shared<TokenBatch>();
    c.tokens->rows.emplace_back(std::size_t(tokens), Token{"t", 0, 0, 1});
    c.states = std::make_shared<Tensor>(random_normal({1, tokens, d_model}, 1));
    return c;
}

void full_pass(benchmark::State& state) {
    const Case& c = case_of(state.range(0), state.range(1), state.range(2));
    ForwardOptions options;
    options.threads = int(state.range(3));
    for (auto _ : state)
        benchmark::DoNotOptimize(forward(c.model, c.tokens, c.states, {}, options));
}

// Rows are shared out where there are enough of them, columns where there are not: whichever suits the
// products best.
void bare_products(benchmark::State& state) {
    const Case& c = case_of(state.range(0), state.range(1), state.range(2));
    const std::int64_t rows = state.range(2), threads = state.range(3);
    ThreadPool pool{int(threads)};
    Matrix hidden(rows, state.range(1)), out(rows, state.range(0));
    const auto product = [&](ConstMatrixMap x, const Tensor& w, Matrix& y) {
        const bool by_rows = rows >= 16 * threads;
        const std::int64_t all = by_rows ? rows : w.rows(), share = (all + threads - 1) / threads;
        pool.for_each_block(threads, [&](std::int64_t t) {
            const std::int64_t first = t * share, n = std::min(share, all - first);
            if (by_rows)
                y.middleRows(first, n).noalias() = x.middleRows(first, n) * w.matrix().transpose();
            else
                y.middleCols(first, n).noalias() = x * w.matrix().middleRows(first, n).transpose();
        });
    };
    for (auto _ : state) {
        product(c.states->matrix(), c.model->up, hidden);
        product({hidden.data(), hidden.rows(), hidden.cols()}, c.model->down, out);
        benchmark::DoNotOptimize(out.data());
    }
}

void cases(benchmark::internal::Benchmark* b) {
    b->ArgNames({"d_model", "d_ff", "tokens", "threads"})->UseRealTime()->Unit(benchmark::kMillisecond);
    for (const auto& [d_model, d_ff] : {std::pair{512, 2048}, {768, 3072}})
        for (const int tokens : {10, 512})
            for (const int threads : {1, 2})
                b->Args({d_model, d_ff, tokens, threads});
}

BENCHMARK(full_pass)->Apply(cases);
BENCHMARK(bare_products)->Apply(cases);

} // namespace

BENCHMARK_MAIN();

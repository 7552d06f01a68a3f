// A full pass with every stage and statistic kept, passes that keep little, and edits. The peers stand in
// sources of their own, each built if its library is there: the bare matrix products a pass cannot do
// without, and LibTorch running the tutorial's module.

#include "bench/engine_cases.h"
#include "engine/forward/kernels.h"
#include "engine/forward/sparse_matrix.h"
#include "engine/forward/update.h"

#include <random>

namespace ffn::bench {

namespace {

ForwardOptions options_of(const benchmark::State& state, const char* backend = "auto") {
    ForwardOptions options;
    options.threads = int(state.range(3));
    options.backend = backend;
    return options;
}

/// Passes one after another, as edits make them. The first one is not measured: it packs the weights, and the
/// memory it writes is fresh, as the peers' is not either.
void passes(benchmark::State& state, const ForwardOptions& options) {
    const Case& c = case_of(state);
    benchmark::DoNotOptimize(forward(c.model, c.tokens, c.states, {}, options));
    for (auto _ : state)
        benchmark::DoNotOptimize(forward(c.model, c.tokens, c.states, {}, options));
}

void full_pass(benchmark::State& state) {
    passes(state, options_of(state));
}

void full_pass_eigen(benchmark::State& state) {
    passes(state, options_of(state, "eigen"));
}

void output_only(benchmark::State& state) {
    ForwardOptions options = options_of(state);
    options.stages = {Stage::Output};
    passes(state, options);
}

void bare_eigen(benchmark::State& state) {
    const Case& c = case_of(state);
    ThreadPool pool{int(state.range(3))};
    Matrix hidden(state.range(2), state.range(1)), out(state.range(2), state.range(0));
    const Kernels& k = kernels();
    for (auto _ : state) {
        share_rows(pool, state.range(2), [&](std::int64_t first, std::int64_t n) {
            const std::int64_t m = state.range(0), ff = state.range(1);
            k.product(c.states->data() + first * m, m, n, c.model->up.tensor().data(), m, ff,
                      hidden.row(first).data(), ff);
            k.product(hidden.row(first).data(), ff, n, c.model->down.tensor().data(), ff, m,
                      out.row(first).data(), m);
        });
        benchmark::DoNotOptimize(out.data());
    }
}

// A change of one token, and of one unit: what typing and clicking cost.
void change_token(benchmark::State& state) {
    const Case& c = case_of(state);
    const auto base = forward(c.model, c.tokens, c.states, {}, options_of(state));
    auto other = std::make_shared<Tensor>(c.states->clone());
    for (float& x : other->row(state.range(2) / 2))
        x += 1;
    for (auto _ : state)
        benchmark::DoNotOptimize(update_tokens(*base, c.tokens, other, options_of(state)));
}

void ablate_unit(benchmark::State& state) {
    const Case& c = case_of(state);
    const auto base = forward(c.model, c.tokens, c.states, {}, options_of(state));
    Edits edits;
    edits.ablated = {state.range(1) / 2};
    for (auto _ : state)
        benchmark::DoNotOptimize(update_edits(*base, edits, options_of(state)));
}

// The second product of 768→3072 for 128 tokens of which one in `one_in` hidden values is not zero, with and
// without leaving out zeros: where they cross is kSparseShare.
struct SecondProduct {
    explicit SecondProduct(std::int64_t share_percent)
        : down(case_of(768, 3072, 128).model->down), hidden({1, 128, 3072}), out({1, 128, 768}) {
        std::mt19937 random(1);
        for (float& h : hidden.values())
            h = std::int64_t(random() % 100) < share_percent ? 1.0f : 0.0f;
    }
    Rows in() { return {hidden.data(), 128, 3072}; }
    Rows result(std::int64_t columns) { return {out.data(), 128, columns}; }
    WeightMatrix down;
    Tensor hidden, out;
};

void second_dense(benchmark::State& state) {
    SecondProduct p(state.range(0));
    const auto w = matrix_product("auto").prepare(p.down, true);
    for (auto _ : state)
        for (std::int64_t t = 0; t < w->tiling().count(); ++t)
            w->multiply(p.in(), t, p.result(w->tiling().columns(t)));
}

void second_sparse(benchmark::State& state) {
    SecondProduct p(state.range(0));
    const SparseMatrix w(p.down, true);
    const Tiling tiling(768, 3072);
    const std::int64_t count = std::ranges::count_if(p.hidden.values(), [](float h) { return h != 0; });
    for (auto _ : state) {
        const Nonzeros nonzeros(p.in(), 3072, count);
        for (std::int64_t t = 0; t < tiling.count(); ++t)
            w.multiply(nonzeros, t, p.result(tiling.columns(t)));
    }
}

void edits(benchmark::internal::Benchmark* b) {
    b->ArgNames({"d_model", "d_ff", "tokens", "threads"})->UseRealTime()->Unit(benchmark::kMillisecond);
    for (const int threads : {1, 2})
        b->Args({768, 3072, 512, threads});
}

BENCHMARK(full_pass)->Apply(cases);
BENCHMARK(full_pass_eigen)->Apply(cases);
BENCHMARK(output_only)->Apply(cases);
BENCHMARK(bare_eigen)->Apply(cases);
BENCHMARK(change_token)->Apply(edits);
BENCHMARK(ablate_unit)->Apply(edits);
BENCHMARK(second_dense)
    ->ArgName("percent")
    ->DenseRange(5, 45, 10)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(second_sparse)
    ->ArgName("percent")
    ->DenseRange(5, 45, 10)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

} // namespace

} // namespace ffn::bench

BENCHMARK_MAIN();

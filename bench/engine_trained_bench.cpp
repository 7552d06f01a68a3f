// A trained ReLU model, most of whose hidden values are zero: a pass that leaves them out, beside the bare
// dense products. FFNSCOPE_BENCH_MODEL names the weight file, FFNSCOPE_BENCH_STATES what reaches its block
// (FFNSCOPE_BENCH_BLOCK, by default the first); without them there is nothing to measure.

#include "bench/engine_cases.h"
#include "bench/engine_products.h"
#include "engine/formats/tensor_archive.h"
#include "engine/model/block_finder.h"

#include <cstdlib>

namespace ffn::bench {

namespace {

const Case* trained() {
    static const std::optional<Case> kCase = []() -> std::optional<Case> {
        const char *weights = std::getenv("FFNSCOPE_BENCH_MODEL"),
                   *states = std::getenv("FFNSCOPE_BENCH_STATES"),
                   *block = std::getenv("FFNSCOPE_BENCH_BLOCK");
        if (!weights || !states) return std::nullopt;
        const auto archive = open_archive(weights);
        const ModelListing listing = find_blocks(*archive);
        const auto model = load_block(*archive, choose_block(listing, block ? block : "0", *archive));
        const Tensor rows = open_archive(states)->read(0);
        // Again and again, up to 512 tokens.
        auto many = std::make_shared<Tensor>(Shape{1, 512, rows.dim()});
        for (std::int64_t r = 0; r < 512; ++r)
            std::ranges::copy(rows.row(r % rows.rows()), many->row(r).begin());
        return Case{model, plain_tokens(512), many};
    }();
    return kCase ? &*kCase : nullptr;
}

void trained_pass(benchmark::State& state) {
    ForwardOptions options;
    options.threads = int(state.range(0));
    const auto pass = [&] {
        return forward(trained()->model, trained()->tokens, trained()->states, {}, options);
    };
    state.counters["skipped"] = pass()->engine.skipped; // not measured, as in engine_bench.cpp
    for (auto _ : state)
        benchmark::DoNotOptimize(pass());
}

void trained_products(benchmark::State& state) {
    const Case& c = *trained();
    BareProducts products(*c.model, 512, int(state.range(0)));
    for (auto _ : state)
        products.run(*c.states);
}

// Registered only where there is such a model, so that nothing needs to be skipped.
const bool kRegistered = [] {
    if (!std::getenv("FFNSCOPE_BENCH_MODEL")) return false;
    const std::pair<const char*, void (*)(benchmark::State&)> all[] = {
        {"trained_pass", trained_pass}, {"trained_products", trained_products}};
    for (const auto& [name, function] : all)
        benchmark::RegisterBenchmark(name, function)
            ->ArgName("threads")
            ->Arg(1)
            ->Arg(2)
            ->UseRealTime()
            ->Unit(benchmark::kMillisecond);
    return true;
}();

} // namespace

} // namespace ffn::bench

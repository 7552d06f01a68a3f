// What one thread of this processor can do at most: multiply-adds in registers, nothing read or written.

#include "engine/forward/kernels.h"

#include <benchmark/benchmark.h>

#include <cstring>
#include <immintrin.h>

namespace ffn::bench {

namespace {

constexpr int kRounds = 10'000;
constexpr int kChains = 12; // more than hide the latency of one

[[gnu::target("avx512f")]] float multiply_add_512(float start) {
    __m512 sums[kChains];
    for (int c = 0; c < kChains; ++c)
        sums[c] = _mm512_set1_ps(start + float(c));
    const __m512 a = _mm512_set1_ps(0.999F), b = _mm512_set1_ps(1e-3F);
    for (int i = 0; i < kRounds; ++i)
        for (int c = 0; c < kChains; ++c)
            sums[c] = _mm512_fmadd_ps(sums[c], a, b);
    float total = 0;
    for (const __m512& sum : sums)
        total += sum[0];
    return total;
}

[[gnu::target("avx2,fma")]] float multiply_add_256(float start) {
    __m256 sums[kChains];
    for (int c = 0; c < kChains; ++c)
        sums[c] = _mm256_set1_ps(start + float(c));
    const __m256 a = _mm256_set1_ps(0.999F), b = _mm256_set1_ps(1e-3F);
    for (int i = 0; i < kRounds; ++i)
        for (int c = 0; c < kChains; ++c)
            sums[c] = _mm256_fmadd_ps(sums[c], a, b);
    float total = 0;
    for (const __m256& sum : sums)
        total += sum[0];
    return total;
}

void fma_peak(benchmark::State& state) {
    const bool wide = std::strcmp(kernels().name, "avx512") == 0;
    float result = 1;
    for (auto _ : state) // each round starts from the last one's result, so that none can be left out
        result = wide ? multiply_add_512(result) : multiply_add_256(result);
    benchmark::DoNotOptimize(result);
    state.counters["gflops"] = benchmark::Counter(2e-9 * kRounds * kChains * (wide ? 16 : 8),
                                                  benchmark::Counter::kIsIterationInvariantRate);
}

BENCHMARK(fma_peak)->ArgName("floats")->Arg(0)->UseRealTime();

} // namespace

} // namespace ffn::bench

// The bare products by OpenBLAS.

#include "bench/engine_cases.h"

#include <cblas.h>

extern "C" void openblas_set_num_threads(int threads);

namespace ffn::bench {

namespace {

void product(std::int64_t rows, const float* x, const Tensor& w, float* y) {
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, int(rows), int(w.rows()), int(w.dim()), 1, x,
                int(w.dim()), w.data(), int(w.dim()), 0, y, int(w.rows()));
}

void bare_openblas(benchmark::State& state) {
    const Case& c = case_of(state);
    openblas_set_num_threads(int(state.range(3)));
    Tensor hidden({1, state.range(2), state.range(1)}), out({1, state.range(2), state.range(0)});
    for (auto _ : state) {
        product(state.range(2), c.states->data(), c.model->up.tensor(), hidden.data());
        product(state.range(2), hidden.data(), c.model->down.tensor(), out.data());
        benchmark::DoNotOptimize(out.data());
    }
}

BENCHMARK(bare_openblas)->Apply(cases);

} // namespace

} // namespace ffn::bench

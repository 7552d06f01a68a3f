// LibTorch running the tutorial's module: two Conv1d of kernel 1 over [batch, d_model, len], the residual,
// and a LayerNorm; it keeps its output only.

#include "bench/engine_cases.h"

#include <dlfcn.h>
#include <torch/torch.h>

namespace ffn::bench {

namespace {

torch::Tensor copied(const Tensor& t, at::IntArrayRef shape) {
    return torch::from_blob(const_cast<float*>(t.data()), shape).clone();
}

// Its own threads, and those of the OpenBLAS it calls for some products, which it does not pass the number on
// to.
void use_threads(int count) {
    at::set_num_threads(count);
    using SetThreads = void (*)(int);
    if (const auto set = reinterpret_cast<SetThreads>(::dlsym(RTLD_DEFAULT, "openblas_set_num_threads")))
        set(count);
}

void libtorch(benchmark::State& state) {
    const Case& c = case_of(state);
    const std::int64_t m = state.range(0), ff = state.range(1), n = state.range(2);
    use_threads(int(state.range(3)));
    const torch::InferenceMode inference;
    torch::nn::Conv1d conv1(torch::nn::Conv1dOptions(m, ff, 1)), conv2(torch::nn::Conv1dOptions(ff, m, 1));
    torch::nn::LayerNorm norm(torch::nn::LayerNormOptions({m}));
    conv1->weight.copy_(copied(c.model->up.tensor(), {ff, m, 1}));
    conv1->bias.copy_(copied(c.model->up_bias, {ff}));
    conv2->weight.copy_(copied(c.model->down.tensor(), {m, ff, 1}));
    conv2->bias.copy_(copied(c.model->down_bias, {m}));
    const torch::Tensor x = copied(*c.states, {1, n, m});
    const auto pass = [&] {
        const torch::Tensor hidden = torch::relu(conv1(x.transpose(1, 2)));
        benchmark::DoNotOptimize(norm(conv2(hidden).transpose(1, 2) + x).data_ptr());
    };
    pass(); // as for ours, the first one is not measured
    for (auto _ : state)
        pass();
}

BENCHMARK(libtorch)->Apply(cases);

} // namespace

} // namespace ffn::bench

#include "bench/engine_products.h"

#include <dnnl.hpp>
#include <omp.h>

namespace ffn::bench {

namespace {

using dnnl::memory;
constexpr auto kFloat = memory::data_type::f32;

/// An inner product whose weights oneDNN has laid out as it likes them for these sizes, in memory that is as
/// good as ours: in small pages, as it allocates them itself, it is several times slower on some machines.
struct InnerProduct {
    InnerProduct(const dnnl::engine& engine, dnnl::stream& stream, const Tensor& w, std::int64_t rows)
        : description(
              dnnl::inner_product_forward::desc(dnnl::prop_kind::forward_inference,
                                                {{rows, w.dim()}, kFloat, memory::format_tag::ab},
                                                {{w.rows(), w.dim()}, kFloat, memory::format_tag::any},
                                                {{rows, w.rows()}, kFloat, memory::format_tag::ab}),
              engine),
          primitive(description),
          room(Tensor::uninitialized(
              {1, 1, std::int64_t(description.weights_desc().get_size() / sizeof(float))})),
          weights(description.weights_desc(), engine, room.data()) {
        memory plain({{w.rows(), w.dim()}, kFloat, memory::format_tag::ab}, engine,
                     const_cast<float*>(w.data()));
        dnnl::reorder(plain, weights).execute(stream, plain, weights);
        stream.wait();
    }
    void run(dnnl::stream& stream, const dnnl::engine& engine, const float* in, float* out) {
        const memory x(description.src_desc(), engine, const_cast<float*>(in)),
            y(description.dst_desc(), engine, out);
        primitive.execute(stream, {{DNNL_ARG_SRC, x}, {DNNL_ARG_WEIGHTS, weights}, {DNNL_ARG_DST, y}});
        stream.wait();
    }
    dnnl::inner_product_forward::primitive_desc description;
    dnnl::inner_product_forward primitive;
    Tensor room;
    memory weights;
};

} // namespace

struct BareProducts::State {
    State(const FeedForward& model, std::int64_t rows)
        : up(engine, stream, model.up.tensor(), rows), down(engine, stream, model.down.tensor(), rows),
          hidden({1, rows, model.config.d_ff}), out({1, rows, model.config.d_model}) {}
    dnnl::engine engine{dnnl::engine::kind::cpu, 0};
    dnnl::stream stream{engine};
    InnerProduct up, down;
    Tensor hidden, out;
};

BareProducts::BareProducts(const FeedForward& model, std::int64_t rows, int threads) {
    omp_set_num_threads(threads); // its own threads, as anybody would call it
    m_state = std::make_unique<State>(model, rows);
}

BareProducts::~BareProducts() = default;

void BareProducts::run(const Tensor& states) {
    m_state->up.run(m_state->stream, m_state->engine, states.data(), m_state->hidden.data());
    m_state->down.run(m_state->stream, m_state->engine, m_state->hidden.data(), m_state->out.data());
}

namespace {

void bare_onednn(benchmark::State& state) {
    const Case& c = case_of(state);
    BareProducts products(*c.model, state.range(2), int(state.range(3)));
    for (auto _ : state)
        products.run(*c.states);
}

BENCHMARK(bare_onednn)->Apply(cases);

} // namespace

} // namespace ffn::bench

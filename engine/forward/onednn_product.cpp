#include "engine/core/error.h"
#include "engine/forward/weight_tile.h"

#include <cassert>
#include <dnnl.hpp>
#include <map>
#if DNNL_CPU_RUNTIME == DNNL_RUNTIME_OMP
#include <omp.h>
#endif

namespace ffn {

namespace {

using dnnl::memory;
using Tag = memory::format_tag;
constexpr auto kFloat = memory::data_type::f32;

/// The engine shares the work out among its own threads; within a call oneDNN is to use the calling one only.
class OneThread {
#if DNNL_CPU_RUNTIME == DNNL_RUNTIME_OMP
  public:
    OneThread() {
        omp_set_num_threads(1);
    }
    ~OneThread() {
        omp_set_num_threads(m_before);
    }

  private:
    const int m_before = omp_get_max_threads();
#endif
};

/// One product of given sizes, compiled by oneDNN for this processor.
struct Compiled {
    dnnl::matmul::primitive_desc description;
    dnnl::matmul primitive;
};

/// The calling thread's; there is one engine only.
dnnl::stream& own_stream(const dnnl::engine& engine) {
    thread_local dnnl::stream stream(engine);
    return stream;
}

/// At least so many bytes for the calling thread to work in, until it asks again.
float* scratch(std::size_t bytes) {
    thread_local Tensor room;
    const auto values = std::int64_t((bytes + sizeof(float) - 1) / sizeof(float));
    if (room.size() < values) room = Tensor::uninitialized({1, 1, values});
    return room.data();
}

/// Kept, the weights lie packed as suits oneDNN best. Otherwise it reads them where they lie, and copies what
/// it wants to use together as it goes.
class OneDnnMatrix final : public PreparedMatrix {
  public:
    OneDnnMatrix(const WeightMatrix& w, bool keep, const dnnl::engine& engine)
        : PreparedMatrix(w), m_keep(keep), m_engine(engine), m_buffers(tiling().columns(0) * w.dim()),
          m_packed(std::make_unique<Packed[]>(std::size_t(tiling().count()))) {}

    void multiply(const Rows& in, std::int64_t tile, const Rows& out) const override {
        assert(in.stride == weights().dim() && out.stride == tiling().columns(tile));
        if (!m_keep && in.count <= kFewRows) return multiply_few_rows(*this, in, tile, out);
        const OneThread one;
        try {
            dnnl::stream& stream = own_stream(m_engine);
            if (m_keep) return execute(stream, in, packed(stream, tile), out);
            const WeightTile w(*this, tile, m_buffers);
            execute(stream, in, {plain(out.stride), m_engine, const_cast<float*>(w.data())}, out);
        } catch (const dnnl::error& e) {
            throw Error(std::string("oneDNN failed in a product: ") + e.what() +
                        "; the back end eigen may work");
        }
    }

  private:
    struct Packed {
        std::once_flag made;
        memory weights;
    };

    // Weights are packed as suits this many rows, whatever the number that comes.
    static constexpr std::int64_t kTypicalRows = 128;

    // The weights of a tile as they lie: a column of oneDNN's matrix is one of our rows.
    memory::desc plain(std::int64_t columns) const { return {{weights().dim(), columns}, kFloat, Tag::ba}; }

    const memory& packed(dnnl::stream& stream, std::int64_t tile) const {
        Packed& kept = m_packed[std::size_t(tile)];
        std::call_once(kept.made, [&] {
            const WeightTile w(*this, tile, m_buffers);
            const std::int64_t columns = tiling().columns(tile);
            memory from(plain(columns), m_engine, const_cast<float*>(w.data()));
            kept.weights = memory(packed_layout(columns), m_engine, room(tile));
            dnnl::reorder(from, kept.weights).execute(stream, from, kept.weights);
            stream.wait();
        });
        return kept.weights;
    }

    // All tiles lie in one piece, which the system can back by large pages.
    float* room(std::int64_t tile) const {
        const auto values = std::int64_t(packed_layout(tiling().columns(0)).get_size() / sizeof(float));
        std::call_once(m_room_made, [&] { m_room = Tensor::uninitialized({1, tiling().count(), values}); });
        return m_room.data() + tile * values;
    }

    memory::desc packed_layout(std::int64_t columns) const {
        std::lock_guard lock(m_mutex);
        memory::desc& layout = m_layouts[columns];
        if (!layout)
            layout = describe(kTypicalRows, {{weights().dim(), columns}, kFloat, Tag::any}).weights_desc();
        return layout;
    }

    dnnl::matmul::primitive_desc describe(std::int64_t rows, const memory::desc& w) const {
        const memory::desc in({rows, weights().dim()}, kFloat, Tag::ab),
            out({rows, w.dims()[1]}, kFloat, Tag::ab);
        dnnl::primitive_attr own_scratchpad; // oneDNN's own is not fit for several threads
        own_scratchpad.set_scratchpad_mode(dnnl::scratchpad_mode::user);
        return {dnnl::matmul::desc(in, w, out), own_scratchpad, m_engine};
    }

    Compiled compiled(std::int64_t rows, const memory::desc& w) const {
        std::lock_guard lock(m_mutex);
        const std::pair key{rows, w.dims()[1]};
        const auto found = m_compiled.find(key);
        if (found != m_compiled.end()) return found->second;
        const auto description = describe(rows, w);
        return m_compiled.emplace(key, Compiled{description, dnnl::matmul(description)}).first->second;
    }

    void execute(dnnl::stream& stream, const Rows& in, const memory& w, const Rows& out) const {
        const Compiled product = compiled(in.count, w.get_desc());
        const auto& d = product.description;
        const memory x(d.src_desc(), m_engine, in.data), y(d.dst_desc(), m_engine, out.data);
        const memory::desc needed = d.scratchpad_desc();
        const memory scratchpad(needed, m_engine, scratch(needed.get_size()));
        product.primitive.execute(
            stream,
            {{DNNL_ARG_SRC, x}, {DNNL_ARG_WEIGHTS, w}, {DNNL_ARG_DST, y}, {DNNL_ARG_SCRATCHPAD, scratchpad}});
        stream.wait();
    }

    const bool m_keep;
    const dnnl::engine m_engine;
    mutable ScratchBuffers m_buffers; // for half values on their way
    const std::unique_ptr<Packed[]> m_packed;
    mutable std::once_flag m_room_made;
    mutable Tensor m_room;
    mutable std::mutex m_mutex; // guards the maps
    mutable std::map<std::int64_t, memory::desc> m_layouts;
    mutable std::map<std::pair<std::int64_t, std::int64_t>, Compiled> m_compiled;
};

class OneDnnProduct final : public MatrixProduct {
  public:
    std::string_view name() const override { return "onednn"; }
    std::shared_ptr<const PreparedMatrix> prepare(const WeightMatrix& w, bool keep) const override {
        return std::make_shared<OneDnnMatrix>(w, keep, m_engine);
    }

    /// A product of one number by one, to see that the library works here.
    bool works() const {
        try {
            Tensor x({1, 1, 1}), y({1, 1, 1});
            x.data()[0] = 2;
            prepare(x.clone(), true)->multiply({x.data(), 1, 1}, 0, {y.data(), 1, 1});
            return y.data()[0] == 4;
        } catch (const std::exception&) {
            return false;
        }
    }

  private:
    dnnl::engine m_engine{dnnl::engine::kind::cpu, 0};
};

} // namespace

const MatrixProduct* onednn_product() {
    static const OneDnnProduct kOneDnn;
    static const bool kWorks = kOneDnn.works();
    return kWorks ? &kOneDnn : nullptr;
}

} // namespace ffn

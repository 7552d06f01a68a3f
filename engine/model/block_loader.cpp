#include "engine/core/error.h"
#include "engine/core/thread_pool.h"
#include "engine/model/block_finder.h"
#include "engine/model/families.h"
#include "engine/model/layer_name.h"

#include <algorithm>
#include <cstring>

namespace ffn {

namespace {

std::string shape_text(const std::vector<std::int64_t>& shape) {
    std::string text;
    for (std::int64_t size : shape)
        text += (text.empty() ? "" : ", ") + std::to_string(size);
    return "[" + text + "]";
}

/// One tensor to read: [1, rows, cols] as the engine wants it; a vector has rows 1.
struct Part {
    const std::string* name;
    Tensor* into;
    std::int64_t rows, cols;
    bool vector = false;
    std::size_t index = 0; ///< in the archive
};

class Loader {
  public:
    Loader(const TensorArchive& archive, const Block& block) : m_archive(archive), m_block(block) {}

    std::shared_ptr<const FeedForward> load(const Progress& progress) {
        check_family();
        auto model = std::make_shared<FeedForward>();
        model->config = m_block.config;
        model->source = m_archive.path().string();
        model->block = m_block.id;
        auto parts = plan(*model);
        for (Part& part : parts)
            check(part);
        ThreadPool pool(int(std::min<std::size_t>(parts.size(), std::thread::hardware_concurrency())));
        pool.for_each_block(
            std::int64_t(parts.size()), [&](std::int64_t i) { read(parts[std::size_t(i)]); }, progress);
        if (is_fused()) split(*model);
        if (m_family && m_family->gain_plus_one)
            for (float& gain : model->norm_gain.values())
                gain += 1.0f;
        return model;
    }

  private:
    [[noreturn]] void fail(const std::string& sentence) const {
        throw Error(m_archive.path(), "block '" + m_block.id + "': " + sentence);
    }

    bool is_fused() const {
        return !m_block.tensors.gate.empty() && m_block.tensors.gate == m_block.tensors.up;
    }

    void check_family() const {
        if (m_block.orientation == Orientation::Unknown)
            fail("its matrices are square, so nothing shows whether they lie as [out, in] or as [in, out]; "
                 "say so "
                 "with --map layout=out_in or --map layout=in_out, or by the \"model_type\" in a config.json "
                 "beside the file");
        if (!m_block.refusal.empty())
            fail("it is of a kind (" + m_block.family + ") that cannot be shown truly: " + m_block.refusal);
        if (!m_family || !m_family->needs_norm) return;
        if (m_block.config.norm == Norm::None || !m_block.tensors.norm_gain.empty()) return;
        const std::string& up = m_block.tensors.up;
        const auto layer = match_layer(up.substr(0, up.rfind('.')), m_family->up);
        fail("the file has no tensor '" + (layer ? layer->prefix : "") + std::string(m_family->norms[0]) +
             ".weight' for its norm; --norm none computes it without one");
    }

    std::vector<Part> plan(FeedForward& model) const {
        const BlockTensors& t = m_block.tensors;
        const std::int64_t m = m_block.config.d_model, ff = m_block.config.d_ff;
        std::vector<Part> parts{{&t.up, &model.up, is_fused() ? 2 * ff : ff, m},
                                {&t.down, &model.down, m, ff}};
        const auto add = [&](const std::string& name, Tensor& into, std::int64_t cols) {
            if (!name.empty()) parts.push_back({&name, &into, 1, cols, true});
        };
        if (!is_fused() && !t.gate.empty()) parts.push_back({&t.gate, &model.gate, ff, m});
        if (!is_fused()) add(t.gate_bias, model.gate_bias, ff);
        add(t.up_bias, model.up_bias, is_fused() ? 2 * ff : ff);
        add(t.down_bias, model.down_bias, m);
        if (m_block.config.norm == Norm::None) return parts;
        add(t.norm_gain, model.norm_gain, m);
        add(t.norm_bias, model.norm_bias, m);
        return parts;
    }

    void check(Part& part) const {
        const std::int64_t index = m_archive.find(*part.name);
        if (index < 0) fail("the file has no tensor '" + *part.name + "'");
        part.index = std::size_t(index);
        std::vector<std::int64_t> shape = m_archive.tensors()[part.index].shape;
        std::vector<std::int64_t> wanted{part.rows, part.cols};
        if (m_block.orientation == Orientation::InOut) std::swap(wanted[0], wanted[1]);
        if (part.vector) wanted = {part.cols};
        if (!part.vector && shape.size() == 3 && shape[2] == 1) shape.pop_back();
        if (shape == wanted) return;
        const std::string& down = m_block.tensors.down;
        const std::int64_t down_index = m_archive.find(down);
        fail("tensor '" + *part.name + "' has the shape " +
             shape_text(m_archive.tensors()[part.index].shape) + ", but " + shape_text(wanted) +
             " is needed beside '" + down + "' with " +
             (down_index < 0 ? "no shape" : shape_text(m_archive.tensors()[std::size_t(down_index)].shape)));
    }

    void read(const Part& part) const {
        *part.into = Tensor::uninitialized({1, part.rows, part.cols});
        if (part.vector || m_block.orientation != Orientation::InOut) {
            m_archive.read(part.index, part.into->values());
            return;
        }
        Tensor lying = Tensor::uninitialized({1, part.cols, part.rows});
        m_archive.read(part.index, lying.values());
        part.into->matrix() = lying.matrix().transpose();
    }

    /// Gate rows first, then those of up.
    static void split_rows(Tensor& fused, Tensor& gate, Tensor& up, Shape half) {
        if (fused.size() == 0) return;
        Tensor lower = Tensor::uninitialized(half);
        gate = Tensor::uninitialized(half);
        const std::size_t bytes = std::size_t(half.size()) * sizeof(float);
        std::memcpy(gate.data(), fused.data(), bytes);
        std::memcpy(lower.data(), fused.data() + half.size(), bytes);
        up = std::move(lower);
    }

    void split(FeedForward& model) const {
        const std::int64_t ff = m_block.config.d_ff;
        split_rows(model.up, model.gate, model.up, {1, ff, m_block.config.d_model});
        split_rows(model.up_bias, model.gate_bias, model.up_bias, {1, 1, ff});
    }

    const TensorArchive& m_archive;
    const Block& m_block;
    const Family* m_family = family_from_name(m_block.family);
};

} // namespace

std::shared_ptr<const FeedForward> load_block(const TensorArchive& archive, const Block& block,
                                              const Progress& progress) {
    return Loader(archive, block).load(progress);
}

} // namespace ffn

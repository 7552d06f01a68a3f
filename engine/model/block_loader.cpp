#include "engine/core/error.h"
#include "engine/model/block_finder.h"
#include "engine/model/families.h"
#include "engine/model/layer_name.h"
#include "engine/model/weight_reader.h"

#include <algorithm>

namespace ffn {

namespace {

std::string shape_text(const std::vector<std::int64_t>& shape) {
    std::string text;
    for (std::int64_t size : shape)
        text += (text.empty() ? "" : ", ") + std::to_string(size);
    return "[" + text + "]";
}

/// What is read of one tensor: a vector, or a matrix [rows, cols] as the engine wants it. Of a fused tensor
/// of `all` rows it is those from `first` on.
struct Part {
    const std::string* name;
    Tensor* vector;       ///< null for a matrix; a vector's entries count as rows
    WeightMatrix* matrix; ///< null for a vector
    std::int64_t rows, cols, first = 0, all = 0;
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
        model->note = m_block.note;
        auto parts = plan(*model);
        WeightReader reader(m_archive);
        for (Part& part : parts) {
            check(part);
            if (part.vector)
                reader.add_vector(part.index, part.first, part.rows, *part.vector);
            else
                reader.add_matrix({part.index, part.all, part.first, part.rows, part.cols,
                                   m_block.orientation == Orientation::InOut},
                                  *part.matrix);
        }
        reader.run(progress);
        if (m_family && m_family->gain_plus_one)
            for (Tensor* gains : {&model->norm_gain, &model->second_gain})
                for (float& gain : gains->values())
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
        // Of a fused tensor the gate's rows come first, then those of up.
        const std::int64_t fused = is_fused() ? ff : 0;
        std::vector<Part> parts{{&t.up, nullptr, &model.up, ff, m, fused, fused + ff},
                                {&t.down, nullptr, &model.down, m, ff, 0, m}};
        const auto vector = [&](const std::string& name, Tensor& into, std::int64_t size, std::int64_t first,
                                std::int64_t all) {
            if (!name.empty()) parts.push_back({&name, &into, nullptr, size, 1, first, all});
        };
        if (!t.gate.empty()) parts.push_back({&t.gate, nullptr, &model.gate, ff, m, 0, fused + ff});
        vector(is_fused() ? t.up_bias : t.gate_bias, model.gate_bias, ff, 0, fused + ff);
        vector(t.up_bias, model.up_bias, ff, fused, fused + ff);
        vector(t.down_bias, model.down_bias, m, 0, m);
        if (m_block.config.norm == Norm::None) return parts;
        vector(t.norm_gain, model.norm_gain, m, 0, m);
        vector(t.norm_bias, model.norm_bias, m, 0, m);
        vector(t.second_gain, model.second_gain, m, 0, m);
        vector(t.second_bias, model.second_bias, m, 0, m);
        return parts;
    }

    void check(Part& part) const {
        const std::int64_t index = m_archive.find(*part.name);
        if (index < 0) fail("the file has no tensor '" + *part.name + "'");
        part.index = std::size_t(index);
        std::vector<std::int64_t> shape = m_archive.tensors()[part.index].shape;
        std::vector<std::int64_t> wanted{part.all, part.cols};
        if (m_block.orientation == Orientation::InOut) std::swap(wanted[0], wanted[1]);
        if (part.vector) wanted = {part.all};
        if (!part.vector && shape.size() == 3 && shape[2] == 1) shape.pop_back();
        if (shape == wanted) return;
        const std::string& down = m_block.tensors.down;
        const std::int64_t down_index = m_archive.find(down);
        fail("tensor '" + *part.name + "' has the shape " +
             shape_text(m_archive.tensors()[part.index].shape) + ", but " + shape_text(wanted) +
             " is needed beside '" + down + "' with " +
             (down_index < 0 ? "no shape" : shape_text(m_archive.tensors()[std::size_t(down_index)].shape)));
    }

    const TensorArchive& m_archive;
    const Block& m_block;
    const Family* m_family = family_from_name(m_block.family);
};

} // namespace

std::uint64_t weight_bytes(const TensorArchive& archive, const Block& block) {
    const auto matrix = std::uint64_t(block.config.d_model) * std::uint64_t(block.config.d_ff);
    std::uint64_t bytes = 0;
    for (const std::string* name : {&block.tensors.up, &block.tensors.gate, &block.tensors.down}) {
        if (name == &block.tensors.gate && !block.config.gated) continue;
        const std::int64_t index = archive.find(*name);
        const std::string dtype = index < 0 ? "" : archive.tensors()[std::size_t(index)].dtype;
        bytes += matrix * (dtype == "F16" || dtype == "BF16" ? sizeof(std::uint16_t) : sizeof(float));
    }
    return bytes;
}

std::shared_ptr<const FeedForward> load_block(const TensorArchive& archive, const Block& block,
                                              const Progress& progress) {
    return Loader(archive, block).load(progress);
}

} // namespace ffn

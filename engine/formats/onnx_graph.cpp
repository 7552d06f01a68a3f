#include "engine/formats/onnx_graph.h"

#include "engine/core/error.h"
#include "engine/formats/utf8_check.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <unordered_set>

namespace ffn {

namespace {

constexpr std::size_t kMost = 131072; ///< tensors, and nodes kept, so that a broken file takes no memory
constexpr std::size_t kMostAxes = 64;

/// Numbers of the fields in onnx.proto.
namespace model_field {
constexpr std::uint32_t kGraph = 7;
}
namespace graph_field {
constexpr std::uint32_t kNode = 1, kInitializer = 5;
}
namespace node_field {
constexpr std::uint32_t kInput = 1, kOutput = 2, kName = 3, kOperation = 4, kAttribute = 5;
}
namespace attribute_field {
constexpr std::uint32_t kName = 1, kInt = 3;
}
namespace tensor_field {
constexpr std::uint32_t kDims = 1, kDataType = 2, kFloats = 4, kName = 8, kRaw = 9, kDoubles = 10,
                        kExternal = 13;
}

class GraphReader {
  public:
    explicit GraphReader(const std::filesystem::path& file) : m_file(file) {}

    OnnxGraph read(ByteSpan bytes) {
        ProtoReader model(bytes, m_file, 0);
        bool found = false;
        for (ProtoField field; model.next(field);)
            if (field.number == model_field::kGraph && field.has_bytes) {
                if (found) throw Error(m_file, "is an ONNX file with two graphs", field.at);
                found = true;
                read_graph(field);
            }
        if (!found) throw Error(m_file, "is an ONNX file without a graph");
        return std::move(m_graph);
    }

  private:
    void read_graph(const ProtoField& graph) {
        ProtoReader reader(graph, m_file);
        for (ProtoField field; reader.next(field);) {
            if (!field.has_bytes) continue;
            if (field.number == graph_field::kInitializer) add_tensor(field);
            if (field.number == graph_field::kNode) add_node(field);
            if (m_graph.tensors.size() > kMost || m_graph.nodes.size() > kMost)
                throw Error(m_file, "has more tensors or nodes than any model", field.at);
        }
    }

    void add_node(const ProtoField& message) {
        OnnxNode node;
        ProtoReader reader(message, m_file);
        for (ProtoField field; reader.next(field);) {
            if (!field.has_bytes) continue;
            if (field.number == node_field::kInput && node.inputs.size() < 3)
                node.inputs.push_back(field.text());
            if (field.number == node_field::kOutput) node.output = field.text();
            if (field.number == node_field::kName) node.name = field.text();
            if (field.number == node_field::kOperation) node.operation = field.text();
            if (field.number == node_field::kAttribute) take_attribute(field, node);
        }
        if (node.operation == "MatMul" || node.operation == "Gemm" || node.operation == "Add")
            m_graph.nodes.push_back(std::move(node));
    }

    void take_attribute(const ProtoField& message, OnnxNode& node) {
        std::string_view name;
        std::uint64_t value = 0;
        ProtoReader reader(message, m_file);
        for (ProtoField field; reader.next(field);) {
            if (field.number == attribute_field::kName && field.has_bytes) name = field.text();
            if (field.number == attribute_field::kInt) value = field.value;
        }
        if (name == "transB") node.transposes_second = value != 0;
    }

    void add_tensor(const ProtoField& message) {
        OnnxTensor tensor;
        tensor.at = message.at;
        int parts = 0;
        ProtoReader reader(message, m_file);
        for (ProtoField field; reader.next(field);) {
            if (field.number == tensor_field::kDims) take_dims(field, tensor);
            if (field.number == tensor_field::kDataType) tensor.data_type = std::int64_t(field.value);
            if (field.number == tensor_field::kName) tensor.name = field.text();
            const bool values = field.number == tensor_field::kRaw || field.number == tensor_field::kFloats ||
                                field.number == tensor_field::kDoubles;
            if (values && (++parts, field.has_bytes)) tensor.values = field.bytes;
            if (field.number == tensor_field::kExternal && field.has_bytes) take_external(field, tensor);
        }
        if (parts > 1) tensor.values.reset(); // numbers one by one: no weights are written so
        if (tensor.name.empty() || tensor.name.size() > 4096 || first_invalid_utf8(tensor.name))
            throw Error(m_file, "an initializer without a name in UTF-8 of up to 4096 bytes", message.at);
        if (!m_names.insert(tensor.name).second)
            throw Error(m_file, "the name '" + tensor.name + "' stands for two tensors", message.at);
        m_graph.tensors.push_back(std::move(tensor));
    }

    /// Packed or one by one.
    void take_dims(const ProtoField& field, OnnxTensor& tensor) {
        if (!field.has_bytes) tensor.shape.push_back(static_cast<std::int64_t>(field.value));
        for (ProtoReader packed(field, m_file); field.has_bytes && !packed.at_end();)
            if (tensor.shape.push_back(static_cast<std::int64_t>(packed.varint()));
                tensor.shape.size() > kMostAxes)
                break;
        if (tensor.shape.size() > kMostAxes) throw Error(m_file, "a tensor of more than 64 axes", field.at);
    }

    /// One of location, offset, length, as texts.
    void take_external(const ProtoField& message, OnnxTensor& tensor) {
        std::string_view key, value;
        ProtoReader reader(message, m_file);
        for (ProtoField field; reader.next(field);)
            if (field.has_bytes) (field.number == 1 ? key : value) = field.text();
        if (key == "location") tensor.location = value.substr(0, 4096);
        if (key != "offset" && key != "length") return;
        std::uint64_t number = 0;
        const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (fault != std::errc() || end != value.data() + value.size())
            throw Error(m_file, "a tensor's " + std::string(key) + " in another file is not a whole number",
                        message.at);
        if (key == "offset") tensor.offset = number;
        if (key == "length") tensor.length = number;
    }

    const std::filesystem::path& m_file;
    OnnxGraph m_graph;
    std::unordered_set<std::string> m_names;
};

/// "/encoder/layers.0/linear1/MatMul" says "encoder.layers.0.linear1".
std::string layer_of(std::string_view node) {
    const std::size_t last = node.rfind('/');
    if (node.empty() || node[0] != '/' || last == 0 || last > 1024) return {};
    std::string layer(node.substr(1, last - 1));
    std::ranges::replace(layer, '/', '.');
    return layer;
}

class Namer {
  public:
    explicit Namer(OnnxGraph& graph) : m_graph(graph) {
        for (OnnxTensor& tensor : graph.tensors)
            m_tensors.emplace(tensor.name, &tensor);
        for (const OnnxNode& node : graph.nodes)
            if (node.operation == "Add" && node.inputs.size() == 2)
                for (const int side : {0, 1})
                    if (m_tensors.contains(node.inputs[std::size_t(side)]))
                        m_added.emplace(node.inputs[std::size_t(1 - side)], node.inputs[std::size_t(side)]);
    }

    void run() {
        std::unordered_map<OnnxTensor*, std::string> names;
        std::unordered_map<OnnxTensor*, bool> turned;
        for (const OnnxNode& node : m_graph.nodes) {
            if (node.operation == "Add" || node.inputs.size() < 2) continue;
            const auto found = m_tensors.find(node.inputs[1]);
            if (found == m_tensors.end() || found->second->shape.size() != 2) continue;
            const auto first = turned.emplace(found->second, !node.transposes_second).first;
            first->second = first->second && !node.transposes_second;
            if (!found->second->name.ends_with(".weight")) names.emplace(found->second, name_for(node));
        }
        for (const auto& [tensor, is_turned] : turned)
            tensor->transposed = is_turned;
        rename(names);
    }

  private:
    /// By the bias beside it, else by the node; empty when neither says.
    std::string name_for(const OnnxNode& node) const {
        std::string_view bias = node.inputs.size() > 2 ? node.inputs[2] : std::string_view();
        if (const auto added = m_added.find(node.output); bias.empty() && added != m_added.end())
            bias = added->second;
        if (bias.ends_with(".bias")) return std::string(bias.substr(0, bias.size() - 5)) + ".weight";
        const std::string layer = layer_of(node.name);
        return layer.empty() ? layer : layer + ".weight";
    }

    /// Gives the names that no other tensor has or is to have.
    void rename(const std::unordered_map<OnnxTensor*, std::string>& names) {
        std::unordered_map<std::string_view, int> uses;
        for (const auto& [tensor, name] : names)
            ++uses[name];
        for (const auto& [tensor, name] : names)
            if (!name.empty() && uses[name] == 1 && !m_tensors.contains(name) && !first_invalid_utf8(name))
                m_new_names.emplace_back(tensor, name);
        for (auto& [tensor, name] : m_new_names)
            tensor->name = std::move(name);
    }

    OnnxGraph& m_graph;
    std::unordered_map<std::string_view, OnnxTensor*> m_tensors;
    std::unordered_map<std::string_view, std::string_view> m_added; ///< a product's output: what is added
    std::vector<std::pair<OnnxTensor*, std::string>> m_new_names;
};

} // namespace

OnnxGraph read_onnx_graph(ByteSpan bytes, const std::filesystem::path& file) {
    return GraphReader(file).read(bytes);
}

void name_by_graph(OnnxGraph& graph) {
    Namer(graph).run();
}

} // namespace ffn

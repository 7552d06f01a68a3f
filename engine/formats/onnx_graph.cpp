#include "engine/formats/onnx_graph.h"

#include "engine/core/error.h"
#include "engine/formats/tensor_archive.h"
#include "engine/formats/utf8_check.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace ffn {

namespace {

constexpr std::size_t kMostNodes = 65536; ///< that are kept, so that a broken file takes no memory
constexpr std::size_t kMostAxes = 64;

/// The operations that say which tensor is which.
constexpr std::array<std::string_view, 8> kKept{
    "MatMul", "Gemm", "Add", "Mul", "Conv", "LayerNormalization", "Identity", "Transpose"};
/// Of TensorProto.DataType: float, float16, double, bfloat16 and two of 8 bits.
constexpr std::array<std::int64_t, 6> kFloatTypes{1, 10, 11, 16, 17, 19};

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
constexpr std::uint32_t kName = 1, kInt = 3, kTensor = 5, kInts = 8;
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
        check_names();
        return std::move(m_graph);
    }

  private:
    void read_graph(const ProtoField& graph) {
        ProtoReader reader(graph, m_file);
        for (ProtoField field; reader.next(field);) {
            if (!field.has_bytes) continue;
            if (field.number == graph_field::kInitializer) add_initializer(field);
            if (field.number == graph_field::kNode) add_node(field);
            if (m_graph.tensors.size() > kMostTensors || m_graph.nodes.size() > kMostNodes)
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
        if (std::ranges::find(kKept, node.operation) != kKept.end())
            m_graph.nodes.push_back(std::move(node));
        else if (node.operation == "Constant" && node.constant)
            add_constant(*node.constant, node.output);
    }

    void take_attribute(const ProtoField& message, OnnxNode& node) {
        std::string_view name;
        std::optional<std::uint64_t> value, axis;
        std::optional<ProtoField> tensor;
        ProtoReader reader(message, m_file);
        for (ProtoField field; reader.next(field);) {
            if (field.number == attribute_field::kName && field.has_bytes) name = field.text();
            if (field.number == attribute_field::kInt) value = field.value;
            if (field.number == attribute_field::kTensor && field.has_bytes) tensor = field;
            if (field.number != attribute_field::kInts || axis) continue;
            ProtoReader packed(field, m_file);
            if (!field.has_bytes || !packed.at_end()) axis = field.has_bytes ? packed.varint() : field.value;
        }
        if (name == "transB") node.transposes_second = value.value_or(0) != 0;
        if (name == "perm") node.keeps_axes = axis == 0U;
        if (name == "value") node.constant = tensor;
    }

    void add_initializer(const ProtoField& message) {
        OnnxTensor tensor = tensor_of(message);
        if (tensor.name.empty() || tensor.name.size() > 4096 || first_invalid_utf8(tensor.name))
            throw Error(m_file, "an initializer without a name in UTF-8 of up to 4096 bytes", message.at);
        m_graph.tensors.push_back(std::move(tensor));
    }

    /// A constant of several floats may be a weight; sizes, axes and single numbers are none.
    void add_constant(const ProtoField& message, std::string_view output) {
        OnnxTensor tensor = tensor_of(message);
        if (std::ranges::find(kFloatTypes, tensor.data_type) == kFloatTypes.end() || tensor.shape.empty())
            return;
        if (output.empty() || output.size() > 4096 || first_invalid_utf8(output))
            throw Error(m_file, "a constant without a name in UTF-8 of up to 4096 bytes", message.at);
        tensor.name = output;
        m_graph.tensors.push_back(std::move(tensor));
    }

    void check_names() const {
        std::vector<const OnnxTensor*> sorted;
        for (const OnnxTensor& tensor : m_graph.tensors)
            sorted.push_back(&tensor);
        std::ranges::stable_sort(sorted, {}, &OnnxTensor::name);
        const auto twice = std::ranges::adjacent_find(sorted, {}, &OnnxTensor::name);
        if (twice != sorted.end())
            throw Error(m_file, "the name '" + (*twice)->name + "' stands for two tensors", twice[1]->at);
    }

    OnnxTensor tensor_of(const ProtoField& message) {
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
        return tensor;
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
};

} // namespace

OnnxGraph read_onnx_graph(ByteSpan bytes, const std::filesystem::path& file) {
    return GraphReader(file).read(bytes);
}

} // namespace ffn

#include "engine/formats/onnx_archive.h"

#include "engine/core/error.h"
#include "engine/formats/checked_size.h"
#include "engine/formats/onnx_graph.h"
#include "engine/formats/sibling_file.h"
#include "engine/formats/strided_values.h"

#include <algorithm>
#include <array>

namespace ffn {

namespace {

/// TensorProto.DataType.
constexpr std::array<std::pair<std::int64_t, ElementType>, 15> kDataTypes{{
    {1, ElementType::F32},
    {2, ElementType::U8},
    {3, ElementType::I8},
    {4, ElementType::U16},
    {5, ElementType::I16},
    {6, ElementType::I32},
    {7, ElementType::I64},
    {9, ElementType::Bool},
    {10, ElementType::F16},
    {11, ElementType::F64},
    {12, ElementType::U32},
    {13, ElementType::U64},
    {16, ElementType::BF16},
    {17, ElementType::F8E4M3},
    {19, ElementType::F8E5M2},
}};

class OnnxArchive final : public TensorArchive {
  public:
    explicit OnnxArchive(MappedFile file) : TensorArchive(file.path()), m_file(std::move(file)) {
        OnnxGraph graph = read_onnx_graph(m_file.bytes(), m_path);
        name_by_graph(graph);
        for (OnnxTensor& tensor : graph.tensors)
            add(tensor);
        if (m_tensors.empty())
            throw Error(
                m_path,
                "is an ONNX file whose graph has neither initializers nor constants of floats: no weights");
    }

    std::string_view format() const override { return "onnx"; }
    using TensorArchive::read;

    void read(std::size_t index, std::span<float> out) const override {
        if (!m_tensors.at(index).readable)
            throw Error(m_path, "tensor '" + m_tensors[index].name + "' of the type " +
                                    m_tensors[index].dtype + " is written in a way that cannot be read here");
        read_strided(m_values[index], out);
    }

    std::optional<StoredValues> stored(std::size_t index) const override {
        const auto bytes = m_tensors.at(index).readable ? packed_bytes(m_values[index]) : std::nullopt;
        if (!bytes) return std::nullopt;
        return StoredValues{m_values[index].type, *bytes};
    }

  private:
    /// Takes the tensor's name.
    void add(OnnxTensor& tensor) {
        const auto row =
            std::ranges::find(kDataTypes, tensor.data_type, &std::pair<std::int64_t, ElementType>::first);
        const bool known = row != kDataTypes.end();
        const auto count = checked_count(tensor.shape);
        if (!count) fail(tensor, "has a shape with a negative size or 2^60 values");
        TensorInfo info{
            {}, known ? std::string(name(row->second)) : type_text(tensor.data_type), tensor.shape, known};
        StridedValues values{known ? row->second : ElementType::U8, {}, false, 0, tensor.shape,
                             packed_strides(tensor.shape)};
        if (known) info.readable = find_values(tensor, *count, values);
        info.name = std::move(tensor.name);
        if (tensor.transposed) {
            std::ranges::reverse(info.shape);
            std::ranges::reverse(values.shape);
            std::ranges::reverse(values.strides);
        }
        m_tensors.push_back(std::move(info));
        m_values.push_back(std::move(values));
    }

    [[noreturn]] void fail(const OnnxTensor& tensor, const std::string& sentence) const {
        throw Error(m_path, "tensor '" + tensor.name + "' " + sentence, tensor.at);
    }

    static std::string type_text(std::int64_t type) { return "type " + std::to_string(type); }

    /// False where the values are not packed bytes.
    bool find_values(const OnnxTensor& tensor, std::uint64_t count, StridedValues& values) {
        const auto bytes = checked_product(count, byte_size(values.type));
        if (!bytes) fail(tensor, "has too many values");
        if (!tensor.location.empty()) {
            values.storage = external(tensor, *bytes);
        } else if (tensor.values) {
            if (tensor.values->size() != *bytes)
                fail(tensor, "holds " + std::to_string(tensor.values->size()) +
                                 " bytes of values, its shape needs " + std::to_string(*bytes));
            values.storage = *tensor.values;
        } else if (count > 0) {
            return false;
        }
        return true;
    }

    ByteSpan external(const OnnxTensor& tensor, std::uint64_t bytes) {
        auto found = m_others.find(tensor.location);
        if (found == m_others.end()) {
            MappedFile other(sibling_file(m_path, tensor.location, "file of values"));
            found = m_others.emplace(tensor.location, std::move(other)).first;
        }
        if (tensor.length && *tensor.length != bytes)
            fail(tensor, "has " + std::to_string(*tensor.length) +
                             " bytes in another file, its shape needs " + std::to_string(bytes));
        if (!fits(tensor.offset, bytes, found->second.size()))
            fail(tensor, "goes on past the end of '" + tensor.location + "'");
        return found->second.bytes().subspan(tensor.offset, bytes);
    }

    MappedFile m_file;
    std::map<std::string, MappedFile> m_others; ///< by their names
    std::vector<StridedValues> m_values;
};

} // namespace

bool is_onnx(ByteSpan bytes) {
    constexpr std::array<std::uint8_t, 8> kNext{0x12, 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42, 0x72};
    return bytes.size() > 2 && bytes[0] == 0x08 && bytes[1] < 0x20 && std::ranges::count(kNext, bytes[2]) > 0;
}

std::shared_ptr<const TensorArchive> open_onnx(MappedFile file) {
    return std::make_shared<OnnxArchive>(std::move(file));
}

} // namespace ffn

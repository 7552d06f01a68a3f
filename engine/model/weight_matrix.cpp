#include "engine/model/weight_matrix.h"

#include <cassert>
#include <mutex>

namespace ffn {

struct WeightMatrix::Values {
    Shape shape;
    ElementType type = ElementType::F32;
    std::shared_ptr<const std::uint16_t[]> codes; ///< null for float32
    mutable Tensor full;                          ///< of half values: made when first asked for
    mutable std::once_flag widened;

    void read(std::int64_t first, std::span<float> out) const {
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(codes.get() + first);
        convert_elements(type, {bytes, out.size() * sizeof(std::uint16_t)}, false, out);
    }
};

WeightMatrix::WeightMatrix(Tensor tensor) {
    auto values = std::make_shared<Values>();
    values->shape = tensor.shape();
    values->full = std::move(tensor);
    m_values = std::move(values);
}

WeightMatrix::WeightMatrix(ElementType type, std::int64_t rows, std::int64_t dim,
                           std::shared_ptr<const std::uint16_t[]> codes) {
    assert(type == ElementType::F16 || type == ElementType::BF16);
    auto values = std::make_shared<Values>();
    values->shape = {1, rows, dim};
    values->type = type;
    values->codes = std::move(codes);
    m_values = std::move(values);
}

Shape WeightMatrix::shape() const {
    return m_values->shape;
}

std::uint64_t WeightMatrix::bytes() const {
    return std::uint64_t(size()) * byte_size(m_values->type);
}

bool WeightMatrix::is_half() const {
    return m_values->codes != nullptr;
}

float WeightMatrix::at(std::int64_t row, std::int64_t unit) const {
    assert(row >= 0 && row < rows() && unit >= 0 && unit < dim());
    if (!is_half()) return m_values->full.at(row, unit);
    float value = 0;
    m_values->read(row * dim() + unit, {&value, 1});
    return value;
}

void WeightMatrix::read(std::int64_t first, [[maybe_unused]] std::int64_t count, std::span<float> out) const {
    assert(first >= 0 && first + count <= rows() && std::int64_t(out.size()) == count * dim());
    if (is_half())
        m_values->read(first * dim(), out);
    else
        std::copy_n(m_values->full.data() + first * dim(), out.size(), out.data());
}

std::span<const float> WeightMatrix::row(std::int64_t row, std::vector<float>& buffer) const {
    if (!is_half()) return m_values->full.row(row);
    buffer.resize(std::size_t(dim()));
    read(row, 1, buffer);
    return buffer;
}

const float* WeightMatrix::rows_in_place(std::int64_t first) const {
    return is_half() ? nullptr : m_values->full.data() + first * dim();
}

const Tensor& WeightMatrix::tensor() const {
    if (is_half())
        std::call_once(m_values->widened, [this] {
            Tensor full = Tensor::uninitialized(shape());
            m_values->read(0, full.values());
            m_values->full = std::move(full);
        });
    return m_values->full;
}

} // namespace ffn

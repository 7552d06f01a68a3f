#include "engine/formats/tensor_archive.h"

#include "engine/core/error.h"

#include <algorithm>

namespace ffn {

std::int64_t TensorInfo::count() const {
    std::int64_t product = 1;
    for (const std::int64_t extent : shape)
        product *= extent;
    return product;
}

std::int64_t TensorArchive::find(std::string_view name) const {
    const auto found = std::ranges::find(m_tensors, name, &TensorInfo::name);
    return found == m_tensors.end() ? -1 : found - m_tensors.begin();
}

Tensor TensorArchive::read(std::size_t index) const {
    const TensorInfo& tensor = m_tensors.at(index);
    const std::size_t rank = tensor.shape.size();
    Shape shape{1, 1, 1};
    if (rank >= 1) shape.dim = tensor.shape[rank - 1];
    if (rank >= 2) shape.len = tensor.shape[rank - 2];
    for (std::size_t i = 0; i + 2 < rank; ++i)
        shape.batch *= tensor.shape[i];
    Tensor values = Tensor::uninitialized(shape);
    read(index, values.values());
    return values;
}

} // namespace ffn

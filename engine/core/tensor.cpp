#include "engine/core/tensor.h"

#include "engine/core/value_memory.h"

#include <algorithm>
#include <cstring>

namespace ffn {

void Tensor::Free::operator()(float* p) const {
    give_back_values(p);
}

Tensor Tensor::uninitialized(Shape shape) {
    assert(shape.batch >= 0 && shape.len >= 0 && shape.dim >= 0);
    Tensor t;
    t.m_data.reset(take_values(std::size_t(shape.size())));
    t.m_shape = shape;
    return t;
}

Tensor::Tensor(Shape shape) {
    *this = uninitialized(shape);
    std::fill_n(data(), size(), 0.0f);
}

Tensor Tensor::clone() const {
    Tensor copy = uninitialized(m_shape);
    if (size() > 0) std::memcpy(copy.data(), data(), std::size_t(size()) * sizeof(float));
    return copy;
}

} // namespace ffn

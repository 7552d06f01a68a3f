#include "engine/core/tensor.h"

#include "engine/core/error.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <sys/mman.h>

namespace ffn {

namespace {

constexpr std::size_t kAlignment = 64;
constexpr std::size_t kHugePage = std::size_t(2) << 20; // a five-hundredth of the page faults

float* allocate(const Shape& shape) {
    const std::size_t bytes = std::size_t(shape.size()) * sizeof(float);
    const std::size_t alignment = bytes < kHugePage ? kAlignment : kHugePage;
    const std::size_t rounded = (std::max<std::size_t>(bytes, 1) + kAlignment - 1) / kAlignment * kAlignment;
    void* p = std::aligned_alloc(alignment, (rounded + alignment - 1) / alignment * alignment);
    if (!p) throw Error("not enough memory for " + std::to_string(bytes >> 20) + " MiB of values");
    if (alignment == kHugePage) ::madvise(p, rounded, MADV_HUGEPAGE); // a wish: refusing it harms nothing
    return static_cast<float*>(p);
}

} // namespace

void Tensor::Free::operator()(float* p) const {
    std::free(p);
}

Tensor Tensor::uninitialized(Shape shape) {
    assert(shape.batch >= 0 && shape.len >= 0 && shape.dim >= 0);
    Tensor t;
    t.m_data.reset(allocate(shape));
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

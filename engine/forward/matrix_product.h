#pragma once

#include "engine/core/tensor.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ffn {

/// A row-major rectangle of values with `stride` floats from row to row.
struct Rows {
    float* data = nullptr;
    std::int64_t count = 0;
    std::int64_t stride = 0;
    std::span<float> row(std::int64_t r, std::int64_t first, std::int64_t n) const {
        return {data + r * stride + first, std::size_t(n)};
    }
};

/// The seam behind which the matrix products are computed: out[:, first … first+count) = in · W[first …]ᵀ.
///
/// `w` is [1, outputs, inputs]; `in` has w.dim() columns. One call is one thread's work.
class MatrixProduct {
  public:
    virtual ~MatrixProduct() = default;
    virtual std::string_view name() const = 0;
    virtual void multiply(const Rows& in, const Tensor& w, std::int64_t first, std::int64_t count,
                          const Rows& out) const = 0;
};

/// The back end called `name`, or the fastest for "auto". Throws Error saying which there are.
const MatrixProduct& matrix_product(std::string_view name);

} // namespace ffn

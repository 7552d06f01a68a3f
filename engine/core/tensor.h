#pragma once

#include <Eigen/Core>

#include <cassert>
#include <cstdint>
#include <memory>
#include <span>

namespace ffn {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using MatrixMap = Eigen::Map<Matrix>;
using ConstMatrixMap = Eigen::Map<const Matrix>;
/// Like ConstMatrixMap, for a block of columns of a wider row-major matrix.
using StridedMap = Eigen::Map<Matrix, 0, Eigen::OuterStride<>>;

/// `[batch, len, dim]`; a matrix has batch 1.
struct Shape {
    std::int64_t batch = 0;
    std::int64_t len = 0;
    std::int64_t dim = 0;

    std::int64_t rows() const { return batch * len; }
    std::int64_t size() const { return batch * len * dim; }
    bool operator==(const Shape&) const = default;
};

/// Owns row-major float32 values of shape `[batch, len, dim]`, 64-byte aligned, not initialised when made
/// with `uninitialized`. Moved, or shared as `shared_ptr<const Tensor>`; copied only by `clone`.
class Tensor {
  public:
    Tensor() = default;
    /// All zero. Throws Error when the memory cannot be had.
    explicit Tensor(Shape shape);
    static Tensor uninitialized(Shape shape);
    Tensor clone() const;

    const Shape& shape() const { return m_shape; }
    std::int64_t rows() const { return m_shape.rows(); }
    std::int64_t dim() const { return m_shape.dim; }
    std::int64_t size() const { return m_shape.size(); }

    float* data() { return m_data.get(); }
    const float* data() const { return m_data.get(); }
    std::span<float> values() { return {data(), std::size_t(size())}; }
    std::span<const float> values() const { return {data(), std::size_t(size())}; }
    std::span<float> row(std::int64_t r) { return {data() + r * dim(), std::size_t(dim())}; }
    std::span<const float> row(std::int64_t r) const { return {data() + r * dim(), std::size_t(dim())}; }
    float at(std::int64_t row, std::int64_t unit) const {
        assert(row >= 0 && row < rows() && unit >= 0 && unit < dim());
        return m_data[std::size_t(row * dim() + unit)];
    }

    /// `[batch·len, dim]`.
    MatrixMap matrix() { return {data(), rows(), dim()}; }
    ConstMatrixMap matrix() const { return {data(), rows(), dim()}; }

  private:
    struct Free {
        void operator()(float* p) const;
    };
    Shape m_shape;
    std::unique_ptr<float[], Free> m_data;
};

} // namespace ffn

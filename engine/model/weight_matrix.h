#pragma once

#include "engine/core/tensor.h"
#include "engine/formats/element_type.h"

#include <memory>
#include <span>

namespace ffn {

/// A matrix of weights `[rows, dim]`, in float32 or still in the half type of its file (F16, BF16), so that
/// it takes no more memory than the file. Immutable; copies share the values.
///
/// It reads as a Tensor wherever one is asked for. For half values that makes a float32 copy, once, which
/// then stays: code that looks at a few rows asks for those with `read` or `at`.
class WeightMatrix {
  public:
    WeightMatrix() : WeightMatrix(Tensor()) {}
    WeightMatrix(Tensor values); // NOLINT: a tensor is a weight matrix
    /// `codes` are rows·dim values of `type`, F16 or BF16.
    WeightMatrix(ElementType type, std::int64_t rows, std::int64_t dim,
                 std::shared_ptr<const std::uint16_t[]> codes);

    Shape shape() const;
    std::int64_t rows() const { return shape().rows(); }
    std::int64_t dim() const { return shape().dim; }
    std::int64_t size() const { return shape().size(); }
    /// What the values take as they were loaded.
    std::uint64_t bytes() const;
    bool is_half() const;
    bool shares_values_with(const WeightMatrix& other) const { return m_values == other.m_values; }

    float at(std::int64_t row, std::int64_t unit) const;
    /// Rows first … first+count as float32, `count·dim` values, into `out`.
    void read(std::int64_t first, std::int64_t count, std::span<float> out) const;
    /// Those rows where they lie; nullptr where they are half values.
    const float* rows_in_place(std::int64_t first) const;

    /// All as float32; see the class for what that costs.
    const Tensor& tensor() const;
    operator const Tensor&() const { return tensor(); } // NOLINT
    const float* data() const { return tensor().data(); }
    std::span<const float> values() const { return tensor().values(); }
    std::span<const float> row(std::int64_t r) const { return tensor().row(r); }
    ConstMatrixMap matrix() const { return tensor().matrix(); }

  private:
    struct Values;
    std::shared_ptr<const Values> m_values;
};

} // namespace ffn

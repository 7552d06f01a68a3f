#pragma once

#include "engine/core/tensor.h"
#include "engine/formats/element_type.h"

#include <memory>
#include <span>
#include <vector>

namespace ffn {

/// A matrix of weights `[rows, dim]`, in float32 or still in the half type of its file (F16, BF16), so that
/// it takes no more memory than the file. Immutable; copies share the values.
///
/// Code that looks at a few rows asks for those; only what needs all at once asks for the tensor.
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
    /// One row, where it lies or widened into `buffer`, which must outlive the result.
    std::span<const float> row(std::int64_t row, std::vector<float>& buffer) const;
    /// Those rows where they lie; nullptr where they are half values.
    const float* rows_in_place(std::int64_t first) const;

    /// All as float32. Of half values that makes a copy, once, which then stays.
    const Tensor& tensor() const;

  private:
    struct Values;
    std::shared_ptr<const Values> m_values;
};

} // namespace ffn

#pragma once

#include "engine/model/weight_matrix.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

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

/// Runs of output columns that a product is computed in: small enough that a tile's weights stay in the cache
/// while rows go by, and that a stop between two of them is heard at once.
class Tiling {
  public:
    Tiling(std::int64_t outputs, std::int64_t inputs);
    std::int64_t count() const { return (m_outputs + m_columns - 1) / m_columns; }
    std::int64_t first(std::int64_t tile) const { return tile * m_columns; }
    std::int64_t columns(std::int64_t tile) const { return std::min(m_columns, m_outputs - first(tile)); }

  private:
    std::int64_t m_outputs, m_columns;
};

/// A weight matrix as a back end multiplies by it; may be used from several threads at once.
class PreparedMatrix {
  public:
    explicit PreparedMatrix(WeightMatrix w)
        : m_weights(std::move(w)), m_tiling(m_weights.rows(), m_weights.dim()) {}
    virtual ~PreparedMatrix() = default;

    const WeightMatrix& weights() const { return m_weights; }
    const Tiling& tiling() const { return m_tiling; }
    /// out = in · W[rows of the tile]ᵀ, the tile's columns without gaps: out.stride is
    /// tiling().columns(tile). `in` has W's dim columns. One thread's work.
    virtual void multiply(const Rows& in, std::int64_t tile, const Rows& out) const = 0;

  private:
    WeightMatrix m_weights;
    Tiling m_tiling;
};

/// The seam behind which the matrix products are computed.
class MatrixProduct {
  public:
    virtual ~MatrixProduct() = default;
    virtual std::string_view name() const = 0;
    /// Cheap: what has to be packed is packed when a tile is first used. With `keep` the packed copy stays
    /// for later passes; without, the weights are read where they lie.
    virtual std::shared_ptr<const PreparedMatrix> prepare(const WeightMatrix& w, bool keep) const = 0;
};

/// The back end called `name`, or the fastest for "auto". Throws Error saying which there are.
const MatrixProduct& matrix_product(std::string_view name);

/// Products by Eigen, compiled for several instruction sets; always there.
const MatrixProduct& eigen_product();
/// Products by oneDNN; null where the program was built without it or it does not work here.
const MatrixProduct* onednn_product();

} // namespace ffn

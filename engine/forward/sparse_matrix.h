#pragma once

#include "engine/forward/matrix_product.h"
#include "engine/forward/scratch_buffers.h"

#include <mutex>
#include <vector>

namespace ffn {

/// The values of some rows that are not zero, and their columns, row after row.
class Nonzeros {
  public:
    /// `count` is how many there are in all of `rows`, each `columns` wide.
    Nonzeros(const Rows& rows, std::int64_t columns, std::int64_t count);
    std::int64_t rows() const { return std::int64_t(m_begins.size()) - 1; }
    std::int64_t all() const { return m_begins.back(); }
    std::int64_t count(std::int64_t r) const {
        return m_begins[std::size_t(r) + 1] - m_begins[std::size_t(r)];
    }
    const float* values(std::int64_t r) const { return m_values.data() + m_begins[std::size_t(r)]; }
    const std::int32_t* columns(std::int64_t r) const { return m_columns.data() + m_begins[std::size_t(r)]; }

  private:
    std::vector<std::int64_t> m_begins;
    std::vector<float> m_values;
    std::vector<std::int32_t> m_columns;
};

/// The second matrix turned so that the weights of one hidden unit lie together: a product can then leave out
/// the units that are zero. Used beside a PreparedMatrix of the same weights, with its tiles.
class SparseMatrix {
  public:
    SparseMatrix(WeightMatrix w, bool keep);
    /// As PreparedMatrix::multiply, leaving out zeros. Does nothing and returns false where the tile has a
    /// weight that is not finite: 0·Inf is NaN, and only the dense product shows it.
    bool multiply(const Nonzeros& in, std::int64_t tile, const Rows& out) const;

  private:
    struct Panel {
        std::once_flag made;
        Tensor values; ///< [inputs, kPanelColumns], columns beyond the last are zero; empty when not finite
    };
    bool turn(std::int64_t panel, std::span<float> values) const;
    void multiply_panel(const Nonzeros& in, const float* values, std::int64_t columns, const Rows& out) const;
    bool with_panel(const Nonzeros& in, std::int64_t panel, const Rows& out) const;

    const WeightMatrix m_weights;
    const Tiling m_tiling;
    const bool m_keep;
    const std::unique_ptr<Panel[]> m_panels;
    mutable ScratchBuffers m_buffers;
};

/// The share of values that are not zero up to which leaving out zeros wins over the dense product. Measured by
/// bench_engine's second_sparse and second_dense (768→3072, 128 tokens, one core with AVX-512): they cross at
/// about 14 of 100.
inline constexpr double kSparseShare = 0.12;

} // namespace ffn

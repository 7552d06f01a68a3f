#include "engine/forward/sparse_matrix.h"

#include "engine/forward/kernels.h"

#include <algorithm>
#include <cmath>

namespace ffn {

Nonzeros::Nonzeros(const Rows& rows, std::int64_t columns, std::int64_t count)
    : m_begins{0}, m_values(std::size_t(count) + 1), m_columns(std::size_t(count) + 1) {
    for (std::int64_t r = 0; r < rows.count; ++r) {
        const std::size_t begin = std::size_t(m_begins.back());
        m_begins.push_back(m_begins.back() + kernels().nonzeros(rows.data + r * rows.stride, columns,
                                                                m_values.data() + begin,
                                                                m_columns.data() + begin));
    }
}

SparseMatrix::SparseMatrix(WeightMatrix w, bool keep)
    : m_weights(std::move(w)), m_tiling(m_weights.rows(), m_weights.dim()), m_keep(keep),
      m_panels(
          std::make_unique<Panel[]>(std::size_t((m_weights.rows() + kPanelColumns - 1) / kPanelColumns))),
      m_buffers(m_weights.dim() * kPanelColumns) {}

// Rows of W become columns; tile by tile, so that neither is walked a cache line a value.
bool SparseMatrix::turn(std::int64_t panel, std::span<float> values) const {
    constexpr std::int64_t kTile = 16;
    const std::int64_t first = panel * kPanelColumns, inputs = m_weights.dim(),
                       columns = std::min(kPanelColumns, m_weights.rows() - first);
    std::vector<float> lines(std::size_t(kTile * inputs));
    if (columns < kPanelColumns) std::ranges::fill(values, 0.0f);
    bool finite = true;
    for (std::int64_t c0 = 0; c0 < columns; c0 += kTile) {
        const std::int64_t n = std::min(kTile, columns - c0);
        m_weights.read(first + c0, n, std::span(lines).first(std::size_t(n * inputs)));
        for (std::int64_t i = 0; i < inputs; ++i)
            for (std::int64_t c = 0; c < n; ++c) {
                const float w = lines[std::size_t(c * inputs + i)];
                finite &= std::isfinite(w);
                values[std::size_t(i * kPanelColumns + c0 + c)] = w;
            }
    }
    return finite;
}

// `out` begins at the panel's first column.
void SparseMatrix::multiply_panel(const Nonzeros& in, const float* values, std::int64_t columns,
                                  const Rows& out) const {
    float last[kPanelColumns];
    for (std::int64_t r = 0; r < in.rows(); ++r) {
        float* y = out.data + r * out.stride;
        float* sums = columns < kPanelColumns ? last : y;
        kernels().sparse_row(in.values(r), in.columns(r), in.count(r), values, sums);
        if (sums == last) std::copy_n(last, columns, y);
    }
}

bool SparseMatrix::with_panel(const Nonzeros& in, std::int64_t panel, const Rows& out) const {
    const std::int64_t columns = std::min(kPanelColumns, m_weights.rows() - panel * kPanelColumns);
    if (m_keep) {
        Panel& kept = m_panels[std::size_t(panel)];
        std::call_once(kept.made, [&] {
            Tensor values = Tensor::uninitialized({1, m_weights.dim(), kPanelColumns});
            if (turn(panel, values.values())) kept.values = std::move(values);
        });
        if (kept.values.size() == 0) return false;
        multiply_panel(in, kept.values.data(), columns, out);
        return true;
    }
    ScratchBuffers::Lease buffer(m_buffers);
    if (!turn(panel, buffer.first(m_weights.dim() * kPanelColumns))) return false;
    multiply_panel(in, buffer.data(), columns, out);
    return true;
}

bool SparseMatrix::multiply(const Nonzeros& in, std::int64_t tile, const Rows& out) const {
    const std::int64_t first = m_tiling.first(tile), end = first + m_tiling.columns(tile);
    for (std::int64_t column = first; column < end; column += kPanelColumns)
        if (!with_panel(in, column / kPanelColumns, {out.data + column - first, out.count, out.stride}))
            return false;
    return true;
}

} // namespace ffn

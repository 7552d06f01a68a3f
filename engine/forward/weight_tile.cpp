#include "engine/forward/weight_tile.h"

#include "engine/forward/kernels.h"

#include <algorithm>

namespace ffn {

WeightTile::WeightTile(const PreparedMatrix& matrix, std::int64_t tile, ScratchBuffers& buffers) {
    const WeightMatrix& w = matrix.weights();
    const std::int64_t first = matrix.tiling().first(tile), columns = matrix.tiling().columns(tile);
    m_data = w.rows_in_place(first);
    if (m_data) return;
    m_buffer.emplace(buffers);
    w.read(first, columns, m_buffer->first(columns * w.dim()));
    m_data = m_buffer->data();
}

void multiply_unpacked(const PreparedMatrix& matrix, const Rows& in, std::int64_t tile, const Rows& out) {
    const WeightMatrix& w = matrix.weights();
    const std::int64_t first = matrix.tiling().first(tile), columns = matrix.tiling().columns(tile);
    std::vector<float> widened(w.is_half() ? std::size_t(w.dim()) : 0);
    for (std::int64_t c = first; c < first + columns; ++c) {
        const float* row = w.rows_in_place(c);
        if (!row) {
            w.read(c, 1, widened);
            row = widened.data();
        }
        for (std::int64_t r = 0; r < in.count; ++r)
            out.data[r * out.stride + c - first] = 0;
        kernels().dots(in.data, in.stride, in.count, row, w.dim(), out.data + c - first, out.stride);
    }
}

} // namespace ffn

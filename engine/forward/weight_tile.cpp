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

void multiply_few_rows(const PreparedMatrix& matrix, const Rows& in, std::int64_t tile, const Rows& out) {
    const WeightMatrix& w = matrix.weights();
    const std::int64_t first = matrix.tiling().first(tile), columns = matrix.tiling().columns(tile);
    constexpr std::int64_t kPiece =
        16; // outputs whose widened weights are still in the cache when they are used
    std::vector<float> widened(w.is_half() ? std::size_t(kPiece * w.dim()) : 0);
    for (std::int64_t c = 0; c < columns; c += kPiece) {
        const std::int64_t n = std::min(kPiece, columns - c);
        const float* piece = w.rows_in_place(first + c);
        if (!piece) {
            w.read(first + c, n, std::span(widened).first(std::size_t(n * w.dim())));
            piece = widened.data();
        }
        kernels().few_rows(in.data, in.stride, in.count, piece, w.dim(), n, out.data + c, out.stride);
    }
}

} // namespace ffn

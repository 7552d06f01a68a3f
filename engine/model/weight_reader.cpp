#include "engine/model/weight_reader.h"

#include "engine/core/error.h"
#include "engine/core/thread_pool.h"
#include "engine/core/value_memory.h"

#include <algorithm>
#include <cstring>

namespace ffn {

namespace {

constexpr std::int64_t kPieceValues = std::int64_t(1) << 20;

/// Calls f(first, count) for runs of `rows` rows of about kPieceValues values each.
template <class F>
void for_pieces(std::int64_t rows, std::int64_t dim, F f) {
    const std::int64_t step = std::max<std::int64_t>(1, kPieceValues / std::max<std::int64_t>(1, dim));
    for (std::int64_t first = 0; first < rows; first += step)
        f(first, std::min(step, rows - first));
}

/// out[j][i] = in[i][j] for i < count, j < rows; tile by tile, so that neither is walked a cache line a
/// value.
template <class T>
void transpose(const std::uint8_t* in, std::int64_t in_stride, std::int64_t count, std::int64_t rows, T* out,
               std::int64_t out_stride) {
    constexpr std::int64_t kTile = 32;
    for (std::int64_t j0 = 0; j0 < rows; j0 += kTile)
        for (std::int64_t i0 = 0; i0 < count; i0 += kTile)
            for (std::int64_t i = i0; i < std::min(i0 + kTile, count); ++i)
                for (std::int64_t j = j0; j < std::min(j0 + kTile, rows); ++j)
                    std::memcpy(out + j * out_stride + i, in + std::size_t(i * in_stride + j) * sizeof(T),
                                sizeof(T));
}

ByteSpan values_of(const StoredValues& stored, std::int64_t first, std::int64_t count) {
    const std::uint64_t size = byte_size(stored.type);
    return stored.bytes.subspan(std::size_t(first) * size, std::size_t(count) * size);
}

/// Copies one piece of plain values of the width of T: rows of the matrix, or of the tensor it is turned
/// from.
template <class T>
void copy_piece(const MatrixPlace& place, const StoredValues& stored, std::int64_t first, std::int64_t count,
                T* out) {
    if (!place.transposed) {
        const ByteSpan bytes = values_of(stored, (place.first + first) * place.dim, count * place.dim);
        std::memcpy(out + first * place.dim, bytes.data(), bytes.size());
        release_pages(bytes);
        return;
    }
    const ByteSpan bytes = values_of(stored, first * place.all, count * place.all);
    transpose(bytes.data() + std::size_t(place.first) * sizeof(T), place.all, count, place.rows, out + first,
              place.dim);
    release_pages(bytes);
}

/// Codes of two bytes in memory as tensors have it: in large pages.
std::shared_ptr<std::uint16_t[]> room_for_codes(std::int64_t count) {
    float* const memory = take_values(std::size_t(count + 1) / 2);
    return {reinterpret_cast<std::uint16_t*>(memory), [memory](std::uint16_t*) { give_back_values(memory); }};
}

} // namespace

void WeightReader::add_matrix(const MatrixPlace& place, WeightMatrix& into) {
    const auto stored = m_archive.stored(place.index);
    if (!stored) return add_unpacked(place, into);
    if (stored->type == ElementType::F16 || stored->type == ElementType::BF16)
        return add_halves(place, *stored, into);
    if (stored->type == ElementType::F32 || !place.transposed) return add_floats(place, *stored, into);
    add_unpacked(place, into);
}

void WeightReader::add_halves(const MatrixPlace& place, const StoredValues& stored, WeightMatrix& into) {
    const std::shared_ptr<std::uint16_t[]> codes = room_for_codes(place.rows * place.dim);
    for_pieces(place.transposed ? place.dim : place.rows, place.transposed ? place.all : place.dim,
               [&](std::int64_t first, std::int64_t count) {
                   m_pieces.push_back([=] { copy_piece(place, stored, first, count, codes.get()); });
               });
    m_ends.push_back([=, &into] { into = WeightMatrix(stored.type, place.rows, place.dim, codes); });
}

void WeightReader::add_floats(const MatrixPlace& place, const StoredValues& stored, WeightMatrix& into) {
    const auto tensor = std::make_shared<Tensor>(Tensor::uninitialized({1, place.rows, place.dim}));
    for_pieces(place.transposed ? place.dim : place.rows, place.transposed ? place.all : place.dim,
               [&](std::int64_t first, std::int64_t count) {
                   m_pieces.push_back([=] {
                       if (stored.type == ElementType::F32)
                           return copy_piece(place, stored, first, count, tensor->data());
                       const ByteSpan bytes =
                           values_of(stored, (place.first + first) * place.dim, count * place.dim);
                       convert_elements(stored.type, bytes, false,
                                        tensor->values().subspan(std::size_t(first * place.dim),
                                                                 std::size_t(count * place.dim)));
                       release_pages(bytes);
                   });
               });
    m_ends.push_back([tensor, &into] { into = std::move(*tensor); });
}

void WeightReader::add_unpacked(const MatrixPlace& place, WeightMatrix& into) {
    m_pieces.push_back([this, place, &into] {
        const std::int64_t rows = place.transposed ? place.dim : place.all;
        Tensor lying = Tensor::uninitialized({1, rows, place.transposed ? place.all : place.dim});
        m_archive.read(place.index, lying.values());
        if (!place.transposed && place.rows == place.all) {
            into = std::move(lying);
            return;
        }
        Tensor turned = Tensor::uninitialized({1, place.rows, place.dim});
        if (place.transposed)
            turned.matrix() = lying.matrix().middleCols(place.first, place.rows).transpose();
        else
            turned.matrix() = lying.matrix().middleRows(place.first, place.rows);
        into = std::move(turned);
    });
}

void WeightReader::add_vector(std::size_t index, std::int64_t first, std::int64_t size, Tensor& into) {
    m_pieces.push_back([this, index, first, size, &into] {
        const Tensor all = m_archive.read(index);
        into = Tensor::uninitialized({1, 1, size});
        std::copy_n(all.data() + first, size, into.data());
    });
}

void WeightReader::run(const Progress& progress) {
    ThreadPool pool(int(std::min<std::size_t>(m_pieces.size(), std::thread::hardware_concurrency())));
    pool.for_each_block(
        std::int64_t(m_pieces.size()), [this](std::int64_t i) { m_pieces[std::size_t(i)](); }, progress);
    for (const auto& end : m_ends)
        end();
}

} // namespace ffn

#pragma once

#include "engine/core/progress.h"
#include "engine/formats/tensor_archive.h"
#include "engine/model/weight_matrix.h"

#include <functional>
#include <vector>

namespace ffn {

/// Where a matrix `[rows, dim]` lies: rows first … first+rows of a tensor of `all` rows in the archive.
struct MatrixPlace {
    std::size_t index = 0;
    std::int64_t all = 0, first = 0, rows = 0, dim = 0;
    bool transposed = false; ///< the tensor is [dim, all]
};

/// Reads matrices and vectors out of an archive in small pieces, shared out among the machine's cores, and
/// gives back the file's pages as it goes: reading takes no more memory than what is read.
class WeightReader {
  public:
    explicit WeightReader(const TensorArchive& archive) : m_archive(archive) {}

    /// F16 and BF16 values stay as they are where the file holds them plainly. `into` is set by `run`.
    void add_matrix(const MatrixPlace& place, WeightMatrix& into);
    /// [1, 1, size]: values first … first+size of the tensor.
    void add_vector(std::size_t index, std::int64_t first, std::int64_t size, Tensor& into);
    /// Reads all that was added. Throws Error and Stopped.
    void run(const Progress& progress);

  private:
    void add_floats(const MatrixPlace& place, const StoredValues& stored, WeightMatrix& into);
    void add_halves(const MatrixPlace& place, const StoredValues& stored, WeightMatrix& into);
    void add_unpacked(const MatrixPlace& place, WeightMatrix& into);

    const TensorArchive& m_archive;
    std::vector<std::function<void()>> m_pieces, m_ends;
};

} // namespace ffn

#pragma once

#include "engine/formats/tensor_archive.h"
#include "engine/model/families.h"

#include <optional>

namespace ffn {

/// A tensor's shape as a matrix: [rows, cols], or [rows, cols, 1] as a convolution of kernel 1.
struct MatrixShape {
    std::int64_t rows = 0, cols = 0;
    bool kernel = false;
};
/// nullopt for any other rank and for empty ones.
std::optional<MatrixShape> matrix_shape(const TensorInfo& tensor);

/// The number of entries of a vector; nullopt for any other rank.
std::optional<std::int64_t> vector_length(const TensorInfo& tensor);

/// Lengths that tell d_ff from d_model, where the block has such tensors.
struct VectorLengths {
    std::optional<std::int64_t> up_bias, down_bias, norm_gain;
};

struct Layout {
    Orientation orientation = Orientation::OutIn;
    std::int64_t d_model = 0, d_ff = 0;
};

/// With the sizes that the second matrix has when it lies so.
Layout layout_as(Orientation orientation, const MatrixShape& down);

/// How the second matrix lies, [d_model, d_ff] or [d_ff, d_model]: by the biases' lengths, the gain's, a
/// convolution's kernel, then the family where all its files agree or the model type named it (`certain`),
/// then by d_ff being the larger. A square one with nothing of all that is `Unknown`.
Layout layout(const MatrixShape& down, const VectorLengths& lengths, const Family& family, bool certain);

} // namespace ffn

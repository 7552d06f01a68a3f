#include "engine/model/block_layout.h"

#include <array>

namespace ffn {

Layout layout_as(Orientation orientation, const MatrixShape& down) {
    if (orientation == Orientation::InOut) return {orientation, down.cols, down.rows};
    return {orientation, down.rows, down.cols};
}

std::optional<MatrixShape> matrix_shape(const TensorInfo& tensor) {
    const auto& shape = tensor.shape;
    const bool kernel = shape.size() == 3 && shape[2] == 1;
    if ((shape.size() != 2 && !kernel) || shape[0] < 1 || shape[1] < 1) return std::nullopt;
    return MatrixShape{shape[0], shape[1], kernel};
}

std::optional<std::int64_t> vector_length(const TensorInfo& tensor) {
    if (tensor.shape.size() != 1) return std::nullopt;
    return tensor.shape[0];
}

Layout layout(const MatrixShape& down, const VectorLengths& lengths, const Family& family, bool certain) {
    using enum Orientation;
    struct Clue {
        std::optional<std::int64_t> length, if_out_in, if_in_out;
    };
    const std::array clues{Clue{lengths.up_bias, down.cols, down.rows},
                           Clue{lengths.down_bias, down.rows, down.cols},
                           Clue{lengths.norm_gain, down.rows, down.cols}};
    if (down.rows != down.cols) {
        for (const Clue& clue : clues) {
            if (clue.length && clue.length == clue.if_out_in) return layout_as(OutIn, down);
            if (clue.length && clue.length == clue.if_in_out) return layout_as(InOut, down);
        }
    }
    if (down.kernel) return layout_as(OutIn, down);
    if (certain || !family.either_orientation) return layout_as(family.orientation, down);
    if (down.rows == down.cols) return layout_as(Unknown, down);
    return layout_as(down.rows < down.cols ? OutIn : InOut, down);
}

} // namespace ffn

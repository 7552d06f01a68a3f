#pragma once

#include "engine/core/progress.h"
#include "engine/formats/tensor_archive.h"
#include "ui/snapshot_view.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace ffn::ui {

/// How a tensor of any rank lies in a picture: values keep their order, only the axes are folded.
struct MatrixForm {
    qint64 rows = 1, columns = 1;
    bool operator==(const MatrixForm&) const = default;
};

/// A scalar is one cell, a vector one row, a matrix itself. Of more axes those of length 1 are dropped, and
/// the rest is folded where the picture comes nearest to a square.
MatrixForm matrixForm(const std::vector<std::int64_t>& shape);

/// What the folding did, for the screen; empty for a matrix.
QString formNote(const std::vector<std::int64_t>& shape);

/// A cell's place in the tensor's own axes, "[3, 17, 0]".
QString cellPlace(const std::vector<std::int64_t>& shape, qint64 row, qint64 column);

QString shapeText(const std::vector<std::int64_t>& shape);

/// The stage under which a tensor's values stand in its picture: it knows no sign and no activation.
inline constexpr Stage kTensorStage = Stage::Projection;

/// A tensor as the views of stages show it: its matrix form as `kTensorStage`, with nameless rows. Throws
/// Error where it is of a type that cannot be read, holds no values, or needs more memory than `limit` (0:
/// what the machine has free); Stopped when asked to.
SnapshotPtr loadTensor(const TensorArchive& archive, std::size_t index, std::uint64_t limit,
                       const Progress& progress = {});

} // namespace ffn::ui

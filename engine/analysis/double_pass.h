#pragma once

#include "engine/core/progress.h"
#include "engine/forward/snapshot.h"

#include <Eigen/Core>

#include <array>
#include <cstdint>

namespace ffn {

using DoubleMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Where the double pass takes each stage's sources from.
enum class DoubleSource {
    Chain,   ///< its own float64 stages: what the block would have given without rounding
    Snapshot ///< the float32 stages that are kept: what this one stage loses by itself
};

/// Stages of some rows in float64, [rows, dim]; an empty matrix for one that the block has not.
struct DoubleRows {
    std::array<DoubleMatrix, kStageCount> stages;
    const DoubleMatrix& stage(Stage s) const { return stages[std::size_t(s)]; }
};

/// The whole block, edits included, in float64 for rows first … first + count − 1 of the snapshot's input.
/// Weights are cast piece by piece, so memory stays small. Needs weights and the stage input; with
/// `Snapshot`, a stage comes out empty where its sources are not kept. Throws Stopped.
DoubleRows double_pass(const Snapshot& snapshot, std::int64_t first, std::int64_t count,
                       DoubleSource source = DoubleSource::Chain, const Progress& progress = {});

} // namespace ffn

#pragma once

#include "engine/model/weight_matrix.h"

#include <cstdint>
#include <span>
#include <vector>

namespace ffn {

/// How an edit of a few units carries over from known values to new ones, instead of computing all anew.
struct UnitChange {
    const Tensor* hidden = nullptr;     ///< of an older snapshot: right in all units but `touched`
    std::vector<std::int64_t> touched;  ///< edited before or now
    const Tensor* projection = nullptr; ///< without any edits; null: compute the whole product
    std::vector<std::int64_t> edited;   ///< edited now
    Matrix columns;                     ///< what they write: W₂'s columns, a row each
};

/// Row i of `columns` is column units[i] of W₂.
Matrix columns_of(const WeightMatrix& down, std::span<const std::int64_t> units);

/// out = unedited + Σ changes[k]·columns[k], where `changes` is by how much the edits move each unit. Always
/// from the unedited projection, so that edits in a row do not drift.
///
/// Returns false, and `out` is to be computed in full, where that would cost digits: when a value is not
/// finite, or the units moved by far more than what is left in `hidden` after the edits.
bool shift_projection(std::span<const float> unedited, std::span<const double> changes, const Matrix& columns,
                      std::span<const float> hidden, std::span<float> out);

} // namespace ffn

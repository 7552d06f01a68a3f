#pragma once

#include <cstdint>

namespace ffn {

/// How many cells become one pixel. All are over the finite cells that are not padding.
///
/// SignedMaxAbs: the value with the largest magnitude, the positive one of two equal magnitudes.
/// FractionNonZero: non-zero cells / cells.
enum class Reduction { SignedMaxAbs, Mean, Min, Max, FractionNonZero };

/// What else is in the cells of a pixel; no reduction hides them.
enum CellFlag : std::uint8_t {
    kHasNaN = 1,
    kHasPosInf = 2,
    kHasNegInf = 4,
    kAllPadding = 8, ///< every cell of the pixel is padding
    kOutside = 16    ///< the pixel lies beside the data
};

/// Cells [begin, end) of one axis; empty where begin == end.
struct CellRange {
    std::int64_t begin = 0, end = 0;
    std::int64_t size() const { return end - begin; }
    bool operator==(const CellRange&) const = default;
};

} // namespace ffn

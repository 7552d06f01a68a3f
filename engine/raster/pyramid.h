#pragma once

#include "engine/core/progress.h"
#include "engine/core/tensor.h"
#include "engine/core/token_batch.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace ffn {

/// How many cells become one pixel.
enum class Reduction { SignedMaxAbs, Mean, Min, Max, FractionNonZero };

/// What else is in the cells of a pixel; no reduction hides them.
enum CellFlag : std::uint8_t { kHasNaN = 1, kHasPosInf = 2, kHasNegInf = 4, kAllPadding = 8 };

/// A rectangle of cells: rows [row, row + rows), units [unit, unit + units).
struct CellRect {
    std::int64_t row = 0, unit = 0, rows = 0, units = 0;
    bool operator==(const CellRect&) const = default;
};

/// A picture of `width` × `height` reduced values, row-major, and their flags.
struct RasterImage {
    std::int64_t width = 0, height = 0;
    std::vector<float> values;       ///< NaN where a pixel holds no finite cell
    std::vector<std::uint8_t> flags; ///< CellFlag bits
    double rows_per_pixel = 1, units_per_pixel = 1;
};

/// A stage reduced by powers of two, so that a picture of any part costs what its pixels cost, not what its
/// cells do.
///
/// Reads a tensor's rows as the picture's rows, units as columns. Immutable once built; keeps the tensor
/// alive.
class Pyramid {
  public:
    /// Built at once for level 0 only (no work); `build` adds the coarser levels, multithreaded, stoppable.
    Pyramid(std::shared_ptr<const Tensor> values, std::shared_ptr<const TokenBatch> tokens,
            Reduction reduction);
    static std::shared_ptr<const Pyramid> build(std::shared_ptr<const Tensor> values,
                                                std::shared_ptr<const TokenBatch> tokens, Reduction reduction,
                                                const Progress& progress = {});

    Reduction reduction() const { return m_reduction; }
    const Tensor& tensor() const { return *m_values; }
    std::int64_t rows() const;
    std::int64_t units() const;
    std::uint64_t extra_bytes() const; ///< memory of the levels above the data

    /// Reduces `part` to `width` × `height` pixels, exactly: every cell is in the pixels it overlaps, none is
    /// lost. Where cells are larger than pixels each pixel takes the cell under its centre.
    RasterImage render(const CellRect& part, std::int64_t width, std::int64_t height) const;

  private:
    struct Level {
        std::int64_t rows = 0, units = 0;
        std::vector<float> values;
        std::vector<std::uint8_t> flags;
    };
    std::shared_ptr<const Tensor> m_values;
    std::shared_ptr<const TokenBatch> m_tokens;
    Reduction m_reduction;
    std::vector<Level> m_levels;
};

} // namespace ffn

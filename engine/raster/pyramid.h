#pragma once

#include "engine/core/progress.h"
#include "engine/core/tensor.h"
#include "engine/core/thread_pool.h"
#include "engine/core/token_batch.h"
#include "engine/raster/cell_order.h"
#include "engine/raster/pixel_grid.h"
#include "engine/raster/reduction.h"
#include "engine/raster/strip_reducer.h"

#include <memory>
#include <span>
#include <vector>

namespace ffn {

/// A rectangle of cells: rows [row, row + rows), units [unit, unit + units).
struct CellRect {
    std::int64_t row = 0, unit = 0, rows = 0, units = 0;
    bool operator==(const CellRect&) const = default;
};

/// The same in fractions of cells, for a picture that begins within a cell; may reach beside the data.
struct CellArea {
    double row = 0, unit = 0, rows = 0, units = 0;
    CellArea() = default;
    CellArea(double r, double u, double n, double m) : row(r), unit(u), rows(n), units(m) {}
    CellArea(const CellRect& r)
        : row(double(r.row)), unit(double(r.unit)), rows(double(r.rows)), units(double(r.units)) {}
};

/// A picture of `width` × `height` reduced values, row-major, and their flags.
struct RasterImage {
    std::int64_t width = 0, height = 0;
    std::vector<float> values;       ///< NaN where a pixel holds no finite cell
    std::vector<std::uint8_t> flags; ///< CellFlag bits
    double rows_per_pixel = 1, units_per_pixel = 1;
    /// Pixels were rounded outwards to groups of so many cells; 1 × 1 is exact.
    std::int64_t grain_rows = 1, grain_units = 1;
    bool exact() const { return grain_rows == 1 && grain_units == 1; }
};

struct RenderOptions {
    /// Frame: cost bounded by the number of pixels. Exact: from the data, cost as of the cells in the part.
    enum class Detail { Frame, Exact };
    Detail detail = Detail::Frame;
    bool transposed = false;    ///< units go down, rows (tokens) go across
    ThreadPool* pool = nullptr; ///< none: on the calling thread
    std::stop_token stop{};     ///< raised: render throws Stopped
};

/// A stage reduced step by step to a few cells, so that a picture of any part costs what its pixels cost, not
/// what its cells do.
///
/// Reads a tensor's rows as the picture's rows, units as columns. Immutable once built; keeps the tensor
/// alive. A level halves both axes, or quarters the longer one where the other has at most 32 cells; levels
/// and their flags take at most 40 % of the data.
class Pyramid {
  public:
    /// Built at once for level 0 only (no work); `build` adds the coarser levels, multithreaded, stoppable.
    /// Without `tokens` no row is padding. Rows and units are those of the picture: `order` says which of the
    /// data each one is.
    Pyramid(std::shared_ptr<const Tensor> values, std::shared_ptr<const TokenBatch> tokens,
            Reduction reduction, CellOrder order = {});
    static std::shared_ptr<const Pyramid> build(std::shared_ptr<const Tensor> values,
                                                std::shared_ptr<const TokenBatch> tokens, Reduction reduction,
                                                const Progress& progress = {}, int threads = 0,
                                                CellOrder order = {});

    Reduction reduction() const { return m_reduction; }
    const Tensor& tensor() const { return *m_values; }
    const CellOrder& order() const { return m_order; }
    /// The value at a place in the picture.
    float at(std::int64_t row, std::int64_t unit) const {
        return m_values->at(m_order.row(row), m_order.unit(unit));
    }
    std::int64_t rows() const { return m_values->rows(); }
    std::int64_t units() const { return m_values->dim(); }
    bool has_levels() const { return m_filled; }
    std::uint64_t extra_bytes() const; ///< memory of the levels above the data
    bool is_padding(std::int64_t row) const { return real_rows(0, row) == 0; }

    /// Reduces `part` to `width` × `height` pixels: every cell is in all the pixels it overlaps, none is
    /// lost. Where cells are larger than pixels each pixel takes the cell under its centre.
    ///
    /// `Detail::Exact`, and a part of few cells at any detail, holds nothing else. Otherwise a level is read
    /// whose cells are not larger than a pixel, and a pixel also holds the rest of the level cells it
    /// overlaps: a spike shows at most one pixel away from its own, which shows it too; `grain_…` says so.
    /// The memory of `reused`, a picture no longer needed, is taken for the new one.
    RasterImage render(const CellArea& part, std::int64_t width, std::int64_t height,
                       const RenderOptions& options = {}, RasterImage reused = {}) const;

  private:
    struct Level {
        std::int64_t rows = 0, units = 0;
        int row_shift = 0, unit_shift = 0; ///< log₂ of the data cells in one
        const float* values = nullptr;
        std::unique_ptr<float[]> owned{};
        std::vector<std::uint8_t> flags{}; ///< two cells a byte, a row begins on a byte; empty: no flags
        std::vector<std::uint8_t> flagged_rows{};
    };
    struct Reader;
    struct Tiles;

    void plan_levels();
    void fill_level(std::size_t level, ThreadPool& pool, const Progress& progress);
    void fill_part(std::size_t level, CellRange rows, CellRange units);
    static void keep_flags(Level& to, std::int64_t row, std::int64_t unit,
                           std::span<const std::uint8_t> flags);
    std::size_t choose_level(const CellArea& part, double row_pixels, double unit_pixels, bool exact) const;
    Tiles plan_tiles(const CellArea& part, const PixelAxis& rows, const PixelAxis& units,
                     const RenderOptions& options) const;
    void render_tile(std::size_t tile, const Tiles& tiles, RasterImage& image) const;
    std::int64_t real_rows(std::size_t level, std::int64_t row) const;
    std::int64_t real_rows_between(std::int64_t begin, std::int64_t end) const;
    /// False where only the data tells.
    bool known_finite(std::int64_t row) const;
    std::uint8_t flag(const Level& level, std::int64_t row, std::int64_t unit) const;
    std::int64_t finite_cells(std::size_t level, std::int64_t row, std::int64_t unit) const;

    std::shared_ptr<const Tensor> m_values;
    std::shared_ptr<const TokenBatch> m_tokens;
    Reduction m_reduction;
    CellOrder m_order;
    std::vector<std::uint32_t> m_real_before; ///< rows that are not padding before each; empty: all are real
    std::vector<Level> m_levels;
    bool m_filled = false; ///< the first level above the data stands
};

} // namespace ffn

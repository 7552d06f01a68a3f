#pragma once

#include "engine/raster/reduction.h"

#include <vector>

namespace ffn {

/// Neighbouring cells of one row of a level, ready to be reduced.
struct Strip {
    const float* values = nullptr;       ///< finite, or NaN where there is no finite cell
    const std::uint8_t* flags = nullptr; ///< CellFlag bits a cell; null: no cell has any, all are finite
    const double* counts = nullptr;      ///< where flags are: finite cells behind each / its width
    double rows = 1;                     ///< real data rows behind the strip: the weight of a mean
};

/// Reduces rectangles of cells to rows of pixels: rows of cells are added one by one, column by column, then
/// `finish` runs along the row once.
///
/// Both loops are over neighbours, so that the compiler vectorises them. Along the row that is done by
/// windows: each cell takes in its right neighbours until it stands for 2^n cells, and a pixel is two or
/// three such windows. They may overlap, which is no harm to a maximum; means are added up plainly.
class StripReducer {
  public:
    explicit StripReducer(Reduction reduction) : m_reduction(reduction) {}

    /// The columns of each pixel, counted from the strip's first cell, for all rectangles to come; an empty
    /// range gives NaN and no flag.
    void set_pixels(std::int64_t cells, std::vector<CellRange> pixels);
    /// Begins a new rectangle.
    void start();
    void add(const Strip& strip);
    /// Says that a column is narrower than the others, by `factor`; matters to means only.
    void narrow(std::int64_t cell, double factor);
    /// One value and one set of flags for each pixel.
    void finish(float* values, std::uint8_t* flags);

  private:
    bool averages() const {
        return m_reduction == Reduction::Mean || m_reduction == Reduction::FractionNonZero;
    }
    void add_mean(const Strip& strip);
    void add_extreme(const Strip& strip);
    void finish_extreme(float* values);
    float mean(CellRange cells) const;

    Reduction m_reduction;
    std::int64_t m_cells = 0;
    std::vector<CellRange> m_pixels;
    std::int64_t m_window = 1;                 // the largest power of two that fits into every pixel
    std::vector<std::int32_t> m_window_starts; // of each pixel's first window, then of each one's second, …
    bool m_empty = true;                       // nothing added yet
    bool m_has_flags = false;                  // some cell has a flag, and some value may be NaN
    bool m_uneven = false;                     // m_row_correction is not all zero
    std::vector<float> m_extreme, m_gathered;
    std::vector<double> m_sum;            // Σ value · rows
    double m_rows = 0;                    // Σ rows
    std::vector<double> m_row_correction; // what a column's Σ rows differs from m_rows
    std::vector<std::uint8_t> m_flags;
};

/// True where a value is NaN or infinite.
bool has_non_finite(const float* values, std::int64_t count);
/// The flag of one value; 0 for finite ones.
std::uint8_t flag_of(float value);

} // namespace ffn

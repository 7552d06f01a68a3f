#pragma once

#include "engine/raster/pyramid.h"

namespace ffn {

/// Reads rectangles of one level's cells, row after row, into a StripReducer. One a thread.
struct Pyramid::Reader {
    Reader(const Pyramid& of, std::size_t level_read)
        : pyramid(of), level(level_read), reducer(of.m_reduction) {}

    /// What columns of cells make each pixel, for the rows to come.
    void set_units(std::span<const CellRange> units);
    /// One pixel for each range of units, over `rows`; all in cells of the level. Sets every flag.
    void reduce(CellRange rows, float* out, std::uint8_t* out_flags);

  private:
    bool averages() const {
        return pyramid.m_reduction == Reduction::Mean || pyramid.m_reduction == Reduction::FractionNonZero;
    }
    const float* data_cells(std::int64_t row, CellRange units);
    Strip data_strip(std::int64_t row, CellRange units);
    Strip level_strip(std::int64_t row, CellRange units);

    const Pyramid& pyramid;
    std::size_t level;
    std::vector<CellRange> pixels; // counted from strip_units.begin
    CellRange strip_units;         // from the first to the last cell that a pixel wants
    StripReducer reducer;
    std::vector<float> gathered, values;
    std::vector<std::uint8_t> flags;
    std::vector<double> counts;
};

} // namespace ffn

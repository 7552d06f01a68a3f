#include "engine/raster/pyramid_reader.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ffn {

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

// From the first to the last cell that a pixel wants.
CellRange hull(std::span<const CellRange> ranges) {
    CellRange all;
    for (const CellRange& r : ranges) {
        if (r.size() <= 0) continue;
        if (all.size() <= 0) all = r;
        all = {std::min(all.begin, r.begin), std::max(all.end, r.end)};
    }
    return all;
}

} // namespace

// Neighbours in the picture that lie apart in the data are gathered first.
const float* Pyramid::Reader::data_cells(std::int64_t row, CellRange units) {
    const float* all = pyramid.m_values->data() + pyramid.m_order.row(row) * pyramid.units();
    if (pyramid.m_order.units_as_they_are()) return all + units.begin;
    const std::int32_t* of = pyramid.m_order.units().data() + units.begin;
    gathered.resize(std::size_t(units.size()));
    for (std::size_t i = 0; i < gathered.size(); ++i)
        gathered[i] = all[of[i]];
    return gathered.data();
}

Strip Pyramid::Reader::data_strip(std::int64_t row, CellRange units) {
    const std::int64_t n = units.size();
    const float* data = data_cells(row, units);
    Strip strip{data, nullptr, nullptr, 1};
    const bool flagged = !pyramid.known_finite(row) && has_non_finite(data, n);
    if (flagged) {
        values.resize(std::size_t(n));
        flags.resize(std::size_t(n));
        counts.resize(std::size_t(n));
        for (std::size_t i = 0; i < std::size_t(n); ++i) {
            flags[i] = flag_of(data[i]);
            values[i] = flags[i] ? kNaN : data[i];
            counts[i] = flags[i] ? 0 : 1;
        }
        strip = {values.data(), flags.data(), counts.data(), 1};
    }
    if (pyramid.m_reduction == Reduction::FractionNonZero) {
        values.resize(std::size_t(n));
        for (std::int64_t i = 0; i < n; ++i)
            values[std::size_t(i)] = strip.values[i] != 0 ? 1.0f : 0.0f;
        strip.values = values.data();
    }
    return strip;
}

Strip Pyramid::Reader::level_strip(std::int64_t row, CellRange units) {
    const Level& from = pyramid.m_levels[level];
    const double real = double(pyramid.real_rows(level, row));
    Strip strip{from.values + row * from.units + units.begin, nullptr, nullptr, real};
    if (from.flags.empty() || !from.flagged_rows[std::size_t(row)]) return strip;
    flags.resize(std::size_t(units.size()));
    for (std::int64_t i = 0; i < units.size(); ++i)
        flags[std::size_t(i)] = pyramid.flag(from, row, units.begin + i);
    strip.flags = flags.data();
    if (!averages()) return strip;
    counts.resize(std::size_t(units.size()));
    for (std::int64_t i = 0; i < units.size(); ++i) {
        const std::int64_t unit = units.begin + i;
        const std::int64_t width =
            std::min((unit + 1) << from.unit_shift, pyramid.units()) - (unit << from.unit_shift);
        counts[std::size_t(i)] =
            flags[std::size_t(i)] ? double(pyramid.finite_cells(level, row, unit)) / double(width) : real;
    }
    strip.counts = counts.data();
    return strip;
}

void Pyramid::Reader::set_units(std::span<const CellRange> units) {
    strip_units = hull(units);
    pixels.assign(units.begin(), units.end());
    for (CellRange& p : pixels)
        if (p.size() > 0) p = {p.begin - strip_units.begin, p.end - strip_units.begin};
    reducer.set_pixels(strip_units.size(), pixels);
}

void Pyramid::Reader::reduce(CellRange rows, float* out, std::uint8_t* out_flags) {
    const Level& from = pyramid.m_levels[level];
    reducer.start();
    for (std::int64_t r = rows.begin; r < rows.end; ++r) {
        if (pyramid.real_rows(level, r) == 0) continue;
        reducer.add(level == 0 ? data_strip(r, strip_units) : level_strip(r, strip_units));
    }
    const std::int64_t last_width = pyramid.units() - ((from.units - 1) << from.unit_shift);
    if (strip_units.end == from.units && strip_units.size() > 0 && last_width != 1 << from.unit_shift)
        reducer.narrow(strip_units.size() - 1, std::ldexp(double(last_width), -from.unit_shift));
    reducer.finish(out, out_flags);

    const std::int64_t data_begin = rows.begin << from.row_shift;
    const std::int64_t data_end = std::min(rows.end << from.row_shift, pyramid.rows());
    const bool padding = rows.size() > 0 && pyramid.real_rows_between(data_begin, data_end) == 0;
    for (std::size_t x = 0; x < pixels.size(); ++x) {
        if (rows.size() <= 0 || pixels[x].size() <= 0)
            out_flags[x] = kOutside;
        else if (padding)
            out_flags[x] = kAllPadding;
    }
}

} // namespace ffn

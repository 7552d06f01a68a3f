// The levels of a Pyramid: their sizes, and how each is filled from the one before.
#include "engine/raster/pyramid_reader.h"

#include <algorithm>
#include <cmath>

namespace ffn {

namespace {

// An axis this short is not reduced any more: halving both would cost more than 40 % of a thin tensor.
constexpr std::int64_t kShortAxis = 32;
constexpr std::int64_t kBlockCells = 1 << 18; // read by one block of the loop: about 0.1 ms
constexpr std::int64_t kChunk = 4096; // cells of a row written at a time, even so that flags begin on a byte

std::int64_t divided_up(std::int64_t cells, int shift) {
    return ((cells - 1) >> shift) + 1;
}

// The cells that become the cell `index` of the next level.
CellRange group(std::int64_t index, int step, std::int64_t cells) {
    return {index << step, std::min((index + 1) << step, cells)};
}

} // namespace

std::uint8_t Pyramid::flag(const Level& level, std::int64_t row, std::int64_t unit) const {
    const std::int64_t bytes_a_row = (level.units + 1) / 2;
    return level.flags[std::size_t(row * bytes_a_row + unit / 2)] >> (unit % 2 * 4) & 7;
}

bool Pyramid::known_finite(std::int64_t row) const {
    if (!m_filled) return false;
    const Level& first = m_levels[1];
    return first.flags.empty() || !first.flagged_rows[std::size_t(row >> first.row_shift)];
}

std::int64_t Pyramid::finite_cells(std::size_t level, std::int64_t row, std::int64_t unit) const {
    const Level& here = m_levels[level];
    if (real_rows(level, row) == 0) return 0;
    if (level == 0) return std::isfinite(at(row, unit)) ? 1 : 0;
    if (!std::isfinite(here.values[row * here.units + unit])) return 0;
    if (flag(here, row, unit) == 0) {
        const std::int64_t end = std::min((unit + 1) << here.unit_shift, units());
        return real_rows(level, row) * (end - (unit << here.unit_shift));
    }
    const Level& finer = m_levels[level - 1];
    const int row_step = here.row_shift - finer.row_shift, unit_step = here.unit_shift - finer.unit_shift;
    std::int64_t count = 0;
    for (std::int64_t r = row << row_step; r < std::min((row + 1) << row_step, finer.rows); ++r)
        for (std::int64_t u = unit << unit_step; u < std::min((unit + 1) << unit_step, finer.units); ++u)
            count += finite_cells(level - 1, r, u);
    return count;
}

void Pyramid::plan_levels() {
    while (m_levels.back().rows > kShortAxis || m_levels.back().units > kShortAxis) {
        const Level& last = m_levels.back();
        const int row_step = last.rows <= kShortAxis ? 0 : last.units <= kShortAxis ? 2 : 1;
        const int unit_step = 2 - row_step;
        Level next{.rows = divided_up(last.rows, row_step), .units = divided_up(last.units, unit_step)};
        next.row_shift = last.row_shift + row_step;
        next.unit_shift = last.unit_shift + unit_step;
        m_levels.push_back(std::move(next));
    }
}

void Pyramid::fill_part(std::size_t level, CellRange rows, CellRange units) {
    Level& to = m_levels[level];
    const Level& from = m_levels[level - 1];
    const int row_step = to.row_shift - from.row_shift, unit_step = to.unit_shift - from.unit_shift;
    std::vector<CellRange> groups(std::size_t(units.size()));
    for (std::size_t i = 0; i < groups.size(); ++i)
        groups[i] = group(units.begin + std::int64_t(i), unit_step, from.units);
    Reader reader(*this, level - 1);
    reader.set_units(groups);
    std::vector<std::uint8_t> flags(groups.size());
    for (std::int64_t row = rows.begin; row < rows.end; ++row) {
        reader.reduce(group(row, row_step, from.rows), to.owned.get() + row * to.units + units.begin,
                      flags.data());
        keep_flags(to, row, units.begin, flags);
    }
}

void Pyramid::keep_flags(Level& to, std::int64_t row, std::int64_t unit,
                         std::span<const std::uint8_t> flags) {
    constexpr std::uint8_t kKept = kHasNaN | kHasPosInf | kHasNegInf;
    std::uint8_t* bytes = to.flags.data() + row * ((to.units + 1) / 2) + unit / 2;
    for (std::size_t i = 0; i < flags.size(); ++i) {
        if (!(flags[i] & kKept)) continue;
        bytes[i / 2] |= std::uint8_t((flags[i] & kKept) << (i % 2 * 4));
        to.flagged_rows[std::size_t(row)] = 1;
    }
}

void Pyramid::fill_level(std::size_t level, ThreadPool& pool, const Progress& progress) {
    Level& to = m_levels[level];
    const Level& from = m_levels[level - 1];
    // Not zeroed: the threads that fill it touch its pages first.
    to.owned = std::make_unique_for_overwrite<float[]>(std::size_t(to.rows * to.units));
    to.values = to.owned.get();
    if (level == 1 || !from.flags.empty()) {
        to.flags.resize(std::size_t(to.rows * ((to.units + 1) / 2)));
        to.flagged_rows.resize(std::size_t(to.rows));
    }
    const std::int64_t cells_a_row = from.units << (to.row_shift - from.row_shift);
    const std::int64_t rows_a_block = std::max<std::int64_t>(1, kBlockCells / cells_a_row);
    pool.for_each_block(
        (to.rows + rows_a_block - 1) / rows_a_block,
        [&](std::int64_t block) {
            const std::int64_t end = std::min((block + 1) * rows_a_block, to.rows);
            for (std::int64_t unit = 0; unit < to.units; unit += kChunk)
                fill_part(level, {block * rows_a_block, end}, {unit, std::min(unit + kChunk, to.units)});
        },
        progress);
    if (std::find(to.flagged_rows.begin(), to.flagged_rows.end(), 1) != to.flagged_rows.end()) return;
    std::vector<std::uint8_t>().swap(to.flags);
    std::vector<std::uint8_t>().swap(to.flagged_rows);
}

std::shared_ptr<const Pyramid> Pyramid::build(std::shared_ptr<const Tensor> values,
                                              std::shared_ptr<const TokenBatch> tokens, Reduction reduction,
                                              const Progress& progress, int threads, CellOrder order) {
    auto pyramid =
        std::make_shared<Pyramid>(std::move(values), std::move(tokens), reduction, std::move(order));
    if (pyramid->tensor().size() == 0) return pyramid;
    pyramid->plan_levels();
    ThreadPool pool(threads);
    std::int64_t total = 0, before = 0;
    for (std::size_t k = 1; k < pyramid->m_levels.size(); ++k)
        total += pyramid->m_levels[k].rows;
    for (std::size_t k = 1; k < pyramid->m_levels.size(); ++k) {
        const std::int64_t level_rows = pyramid->m_levels[k].rows;
        Progress part{{}, progress.stop};
        if (progress.report)
            part.report = [&](std::int64_t done, std::int64_t of) {
                progress.report(before + level_rows * done / of, total);
            };
        pyramid->fill_level(k, pool, part);
        before += level_rows;
        pyramid->m_filled = true;
    }
    return pyramid;
}

} // namespace ffn

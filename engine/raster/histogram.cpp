#include "engine/raster/histogram.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>
#include <functional>
#include <limits>
#include <mutex>

namespace ffn {

namespace {

constexpr std::int64_t kBlockCells = 1 << 22; // large against the counters a block merges
constexpr std::size_t kHalf = 1 << 16;

// Calls body(first row, end row) for blocks of rows; the body merges its own result.
void for_row_blocks(const Tensor& values, ThreadPool* pool, const Progress& progress,
                    const std::function<void(std::int64_t, std::int64_t)>& body) {
    const std::int64_t rows = values.rows();
    const std::int64_t step =
        std::max<std::int64_t>(1, kBlockCells / std::max<std::int64_t>(1, values.dim()));
    const auto block = [&](std::int64_t b) { body(b * step, std::min((b + 1) * step, rows)); };
    const std::int64_t count = (rows + step - 1) / step;
    if (pool) return pool->for_each_block(count, block, progress);
    for (std::int64_t b = 0; b < count; ++b) {
        progress.check();
        block(b);
    }
}

// Calls f(value) for every cell of real rows.
template <class F>
void for_cells(const Tensor& values, const TokenBatch& tokens, std::int64_t begin, std::int64_t end, F f) {
    const std::int64_t len = values.shape().len;
    for (std::int64_t r = begin; r < end; ++r)
        if (!tokens.is_padding(r / len, r % len))
            for (float v : values.row(r))
                f(v);
}

// Unsigned integers in the order of the floats they stand for.
std::uint32_t ordered(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return bits & 0x80000000u ? ~bits : bits | 0x80000000u;
}
float from_ordered(std::uint32_t key) {
    return std::bit_cast<float>(key & 0x80000000u ? key & 0x7fffffffu : ~key);
}

using Counts = std::vector<std::int64_t>;

// The cells of upper halves, or, for one upper half, of its lower halves.
struct Halves {
    std::vector<std::uint32_t> wanted; // upper halves, sorted
    std::vector<std::int32_t> slot;    // of each upper half: index in wanted, or −1
    std::vector<Counts> lower;         // for each wanted one

    explicit Halves(std::vector<std::uint32_t> uppers) : wanted(std::move(uppers)), slot(kHalf, -1) {
        std::sort(wanted.begin(), wanted.end());
        wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
        for (std::size_t i = 0; i < wanted.size(); ++i)
            slot[wanted[i]] = std::int32_t(i);
        lower.assign(wanted.size(), Counts(kHalf, 0));
    }
};

bool is_finite(float v) {
    return (std::bit_cast<std::uint32_t>(v) & 0x7f800000u) != 0x7f800000u;
}

void add_to(Counts& sum, const std::vector<std::uint32_t>& part) {
    for (std::size_t i = 0; i < part.size(); ++i)
        sum[i] += part[i];
}

Counts count_uppers(const Tensor& values, const TokenBatch& tokens, ThreadPool* pool,
                    const Progress& progress) {
    Counts counts(kHalf, 0);
    std::mutex mutex;
    for_row_blocks(values, pool, progress, [&](std::int64_t begin, std::int64_t end) {
        std::vector<std::uint32_t> mine(kHalf, 0);
        for_cells(values, tokens, begin, end, [&](float v) { mine[ordered(v) >> 16] += is_finite(v); });
        std::lock_guard lock(mutex);
        add_to(counts, mine);
    });
    return counts;
}

void count_lowers(Halves& halves, const Tensor& values, const TokenBatch& tokens, ThreadPool* pool,
                  const Progress& progress) {
    std::mutex mutex;
    for_row_blocks(values, pool, progress, [&](std::int64_t begin, std::int64_t end) {
        std::vector<std::vector<std::uint32_t>> mine(halves.wanted.size(),
                                                     std::vector<std::uint32_t>(kHalf, 0));
        for_cells(values, tokens, begin, end, [&](float v) {
            const std::uint32_t key = ordered(v);
            const std::int32_t slot = halves.slot[key >> 16];
            if (slot >= 0) mine[std::size_t(slot)][key & 0xffff] += is_finite(v);
        });
        std::lock_guard lock(mutex);
        for (std::size_t s = 0; s < mine.size(); ++s)
            add_to(halves.lower[s], mine[s]);
    });
}

// The index at which the running sum of `counts` passes `rank`; `rank` becomes the rank within it.
std::size_t find_rank(const Counts& counts, std::int64_t& rank) {
    std::size_t i = 0;
    while (rank >= counts[i])
        rank -= counts[i++];
    return i;
}

float value_of_rank(const Counts& uppers, const Halves& halves, std::int64_t rank) {
    const std::size_t upper = find_rank(uppers, rank);
    const std::size_t lower = find_rank(halves.lower[std::size_t(halves.slot[upper])], rank);
    return from_ordered(std::uint32_t(upper << 16 | lower));
}

} // namespace

ValueHistogram value_histogram(const Tensor& values, const TokenBatch& tokens, double low, double high,
                               int bins, ThreadPool* pool, const Progress& progress) {
    assert(low < high && bins >= 1);
    ValueHistogram all{low, high, Counts(std::size_t(bins), 0)};
    const double per_value = double(bins) / (high - low);
    std::mutex mutex;
    for_row_blocks(values, pool, progress, [&](std::int64_t begin, std::int64_t end) {
        ValueHistogram mine{low, high, Counts(std::size_t(bins), 0)};
        for_cells(values, tokens, begin, end, [&](float v) {
            const double x = v;
            if (x >= low && x <= high && is_finite(v))
                ++mine.counts[std::min(std::size_t((x - low) * per_value), std::size_t(bins - 1))];
            else if (is_finite(v))
                ++(x < low ? mine.below : mine.above);
            else
                ++(std::isnan(v) ? mine.nan : v > 0 ? mine.pos_inf : mine.neg_inf);
        });
        std::lock_guard lock(mutex);
        for (std::size_t i = 0; i < mine.counts.size(); ++i)
            all.counts[i] += mine.counts[i];
        all.below += mine.below, all.above += mine.above, all.nan += mine.nan;
        all.pos_inf += mine.pos_inf, all.neg_inf += mine.neg_inf;
    });
    return all;
}

std::vector<double> exact_percentiles(const Tensor& values, const TokenBatch& tokens,
                                      std::span<const double> percents, ThreadPool* pool,
                                      const Progress& progress) {
    std::vector<double> result(percents.size(), std::numeric_limits<double>::quiet_NaN());
    const Counts uppers = count_uppers(values, tokens, pool, progress);
    std::int64_t cells = 0;
    for (std::int64_t n : uppers)
        cells += n;
    if (cells == 0) return result;

    std::vector<std::int64_t> ranks; // two for each percentile
    std::vector<std::uint32_t> wanted;
    for (double percent : percents) {
        assert(percent >= 0 && percent <= 100);
        const double position = percent / 100 * double(cells - 1);
        ranks.push_back(std::int64_t(position));
        ranks.push_back(std::min(std::int64_t(position) + 1, cells - 1));
    }
    for (std::int64_t rank : ranks)
        wanted.push_back(std::uint32_t(find_rank(uppers, rank)));
    Halves halves(std::move(wanted));
    count_lowers(halves, values, tokens, pool, progress);
    for (std::size_t i = 0; i < percents.size(); ++i) {
        const double position = percents[i] / 100 * double(cells - 1);
        const double lower = value_of_rank(uppers, halves, ranks[2 * i]);
        const double upper = value_of_rank(uppers, halves, ranks[2 * i + 1]);
        result[i] = lower + (upper - lower) * (position - std::floor(position));
    }
    return result;
}

} // namespace ffn

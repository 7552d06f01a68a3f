#pragma once

#include "engine/core/progress.h"
#include "engine/core/tensor.h"
#include "engine/core/thread_pool.h"
#include "engine/core/token_batch.h"

#include <span>
#include <vector>

namespace ffn {

/// How many cells lie where; over every cell that is not padding.
struct ValueHistogram {
    double low = 0, high = 1;
    std::vector<std::int64_t> counts;  ///< bin i is [low + i·w, low + (i+1)·w), the last one with its end
    std::int64_t below = 0, above = 0; ///< finite values outside [low, high]
    std::int64_t nan = 0, pos_inf = 0, neg_inf = 0;
};

/// Needs low < high, both finite, and bins ≥ 1. A pool that is null: the calling thread alone.
ValueHistogram value_histogram(const Tensor& values, const TokenBatch& tokens, double low, double high,
                               int bins, ThreadPool* pool = nullptr, const Progress& progress = {});

/// The exact percentiles over all finite cells that are not padding, never of a sample; linear between ranks
/// as numpy.percentile. NaN where there are no such cells. `percents` in 0 … 100.
///
/// Two passes of 65,536 counters over the upper and lower half of the bit pattern: 512 KiB a thread,
/// O(cells).
std::vector<double> exact_percentiles(const Tensor& values, const TokenBatch& tokens,
                                      std::span<const double> percents, ThreadPool* pool = nullptr,
                                      const Progress& progress = {});

} // namespace ffn

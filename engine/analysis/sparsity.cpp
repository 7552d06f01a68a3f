#include "engine/analysis/sparsity.h"

#include "engine/analysis/token_rows.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>

namespace ffn {

namespace {

constexpr std::int64_t kBlockValues = 1 << 20;

// Of each unit: the tokens it is active in, and the first of them.
struct UnitCounts {
    explicit UnitCounts(std::size_t units)
        : active(units, 0), first(units, std::numeric_limits<std::int64_t>::max()) {}

    void merge(const UnitCounts& other) {
        for (std::size_t u = 0; u < active.size(); ++u) {
            active[u] += other.active[u];
            first[u] = std::min(first[u], other.first[u]);
        }
    }
    std::vector<std::int64_t> active, first;
};

// Returns how many of the row's units are active; `token` is its number among the real ones.
std::int64_t count_row(std::span<const float> row, float threshold, std::int64_t token, UnitCounts& counts) {
    std::int64_t active_here = 0;
    for (std::size_t u = 0; u < row.size(); ++u) {
        const bool active = !(std::abs(row[u]) <= threshold); // NaN is active
        counts.active[u] += active;
        active_here += active;
        if (active && counts.first[u] > token) counts.first[u] = token;
    }
    return active_here;
}

void count_units(Sparsity& result, const UnitCounts& counts) {
    const std::size_t units = counts.active.size();
    const double seen = double(result.tokens_seen);
    std::vector<std::int64_t> woken(std::size_t(result.tokens_seen), 0);
    for (std::size_t u = 0; u < units; ++u) {
        result.active_fraction_per_unit.push_back(double(counts.active[u]) / seen);
        if (result.tokens_seen == 0) continue;
        result.units_never_active += counts.active[u] == 0;
        result.units_always_active += counts.active[u] == result.tokens_seen;
        if (counts.active[u] > 0) ++woken[std::size_t(counts.first[u])];
    }
    std::int64_t awake = 0;
    for (std::int64_t n : woken)
        result.union_by_tokens.push_back(double(awake += n) / double(units));
}

// Each row of the batch by itself; its active cells were counted before.
std::vector<SequenceSparsity> by_sequence(const Snapshot& snapshot, const Sparsity& all) {
    const Tensor& hidden = snapshot.stage(Stage::Hidden);
    const auto units = std::size_t(hidden.dim());
    std::vector<SequenceSparsity> sequences;
    for (std::int64_t b = 0; b < snapshot.tokens->batch(); ++b) {
        std::vector<bool> awake(units);
        double active = 0;
        const auto& zeros = all.zero_fraction_per_token[std::size_t(b)];
        for (std::size_t p = 0; p < zeros.size(); ++p) {
            active += 1 - zeros[p];
            const auto row = hidden.row(b * hidden.shape().len + std::int64_t(p));
            for (std::size_t u = 0; u < units; ++u)
                if (!(std::abs(row[u]) <= all.threshold)) awake[u] = true;
        }
        const double tokens = double(zeros.size());
        const double none = std::numeric_limits<double>::quiet_NaN();
        sequences.push_back({std::int64_t(zeros.size()), active / tokens,
                             tokens > 0 ? double(std::ranges::count(awake, true)) / double(units) : none});
    }
    return sequences;
}

} // namespace

Sparsity sparsity(const Snapshot& snapshot, float threshold, ThreadPool* pool, const Progress& progress) {
    const Tensor& hidden = snapshot.stage(Stage::Hidden);
    const std::vector<TokenRow> rows = token_rows(*snapshot.tokens, hidden.shape().len);
    const auto tokens = std::int64_t(rows.size());
    const std::int64_t units = hidden.dim();
    const std::int64_t step = std::max<std::int64_t>(1, kBlockValues / std::max<std::int64_t>(1, units));
    UnitCounts counts{std::size_t(units)};
    std::vector<std::int64_t> active_in(rows.size());
    std::mutex mutex;
    const auto block = [&](std::int64_t b) {
        UnitCounts mine{std::size_t(units)};
        for (std::int64_t t = b * step; t < std::min((b + 1) * step, tokens); ++t)
            active_in[std::size_t(t)] = count_row(hidden.row(rows[std::size_t(t)].row), threshold, t, mine);
        std::lock_guard lock(mutex);
        counts.merge(mine);
    };
    ThreadPool alone(1);
    (pool ? *pool : alone).for_each_block((tokens + step - 1) / step, block, progress);

    Sparsity result{.threshold = threshold, .tokens_seen = tokens};
    result.zero_fraction_per_token.resize(std::size_t(snapshot.tokens->batch()));
    std::int64_t active = 0;
    for (std::size_t t = 0; t < rows.size(); ++t) {
        active += active_in[t];
        result.zero_fraction_per_token[std::size_t(rows[t].batch)].push_back(double(units - active_in[t]) /
                                                                             double(units));
    }
    result.zero_fraction = double(tokens * units - active) / double(tokens * units);
    count_units(result, counts);
    result.sequences = by_sequence(snapshot, result);
    return result;
}

float suggested_threshold(const Snapshot& snapshot) {
    if (has_exact_zeros(snapshot.config.activation)) return 0;
    const StageSummary& hidden = snapshot.summary(Stage::Hidden);
    if (hidden.finite == 0) return 0;
    return float(0.1 * std::sqrt(hidden.sum_of_squares / double(hidden.finite)));
}

} // namespace ffn

#include "engine/analysis/difference_snapshot.h"

#include <algorithm>
#include <functional>
#include <limits>

namespace ffn {

namespace {

// a's row for each of b's, −1 where there is none.
std::vector<std::int64_t> counterparts(const Snapshot& b, const TokenMatch& match) {
    std::vector<std::int64_t> rows(std::size_t(b.tokens->batch() * b.tokens->len()), -1);
    for (const RowPair& pair : match.rows)
        rows[std::size_t(pair.b_row)] = pair.a_row;
    return rows;
}

} // namespace

std::shared_ptr<const Snapshot> difference_snapshot(const Snapshot& a, const Snapshot& b,
                                                    const TokenMatch& match, const Progress& progress) {
    auto difference = std::make_shared<Snapshot>();
    difference->config = b.config;
    difference->source = b.source;
    difference->block = b.block;
    difference->tokens = b.tokens;
    const std::vector<std::int64_t> other = counterparts(b, match);
    const std::int64_t len = b.tokens->len();
    for (const StageInfo& s : stages()) {
        if (!a.has(s.stage) || !b.has(s.stage) || a.stage(s.stage).dim() != b.stage(s.stage).dim()) continue;
        const Tensor &from = a.stage(s.stage), &to = b.stage(s.stage);
        auto values = std::make_shared<Tensor>(to.shape());
        StageSummary summary;
        for (std::int64_t row = 0; row < to.rows(); ++row) {
            progress.check();
            if (b.tokens->is_padding(row / len, row % len)) continue;
            const std::int64_t there = other[std::size_t(row)];
            const auto out = values->row(row);
            if (there < 0)
                std::ranges::fill(out, std::numeric_limits<float>::quiet_NaN());
            else
                std::ranges::transform(to.row(row), from.row(there), out.begin(), std::minus<float>());
            summary.add(out);
        }
        difference->kept[std::size_t(s.stage)] = std::move(values);
        difference->summaries[std::size_t(s.stage)] = summary;
    }
    return difference;
}

} // namespace ffn

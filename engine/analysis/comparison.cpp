#include "engine/analysis/comparison.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ffn {

namespace {

bool same_value(float a, float b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

std::vector<TokenPair> pair_by_place(std::size_t a, std::size_t b) {
    std::vector<TokenPair> pairs;
    for (std::size_t i = 0; i < std::max(a, b); ++i)
        pairs.push_back({i < a ? std::int64_t(i) : -1, i < b ? std::int64_t(i) : -1, false});
    return pairs;
}

std::int64_t len_of(const Snapshot& s) {
    for (const auto& kept : s.kept)
        if (kept) return kept->shape().len;
    return 0;
}

struct DistanceSums {
    StageDistance d;
    double abs = 0, squares = 0, aa = 0, bb = 0, ab = 0;
    std::int64_t finite = 0;

    void add(float x, float y, std::int64_t pair, std::int64_t unit) {
        ++d.cells;
        d.differing += !same_value(x, y);
        const bool odd_x = !std::isfinite(x), odd_y = !std::isfinite(y);
        d.nonfinite_a += odd_x;
        d.nonfinite_b += odd_y;
        if (odd_x || odd_y) return;
        ++finite;
        const double e = double(y) - double(x);
        abs += std::abs(e);
        squares += e * e;
        aa += double(x) * x, bb += double(y) * y, ab += double(x) * y;
        if (std::abs(e) > d.max_abs) d.max_abs = std::abs(e), d.pair = pair, d.unit = unit;
    }
    StageDistance result() const {
        constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
        StageDistance done = d;
        done.mean_abs = finite > 0 ? abs / double(finite) : kNone;
        done.relative_l2 = finite == 0 ? kNone : squares == 0 ? 0 : std::sqrt(squares / aa);
        done.cosine = aa > 0 && bb > 0 ? std::clamp(ab / (std::sqrt(aa) * std::sqrt(bb)), -1.0, 1.0) : kNone;
        return done;
    }
};

bool comparable(const Snapshot& a, const Snapshot& b, Stage stage) {
    return a.has(stage) && b.has(stage) && a.stage(stage).dim() == b.stage(stage).dim();
}

} // namespace

TokenMatch match_tokens(const Snapshot& a, const Snapshot& b, MatchRule rule) {
    TokenMatch match;
    const std::int64_t a_len = len_of(a), b_len = len_of(b);
    const std::size_t rows = std::min(a.tokens->rows.size(), b.tokens->rows.size());
    for (std::size_t r = 0; r < rows; ++r) {
        const auto &x = a.tokens->rows[r], &y = b.tokens->rows[r];
        match.pairs.push_back(rule == MatchRule::Texts ? align_tokens(x, y)
                                                       : pair_by_place(x.size(), y.size()));
        for (TokenPair& p : match.pairs.back()) {
            if (p.a < 0 || p.b < 0) continue;
            p.same = x[std::size_t(p.a)].text == y[std::size_t(p.b)].text;
            const auto batch = std::int64_t(r);
            match.rows.push_back({batch, p.a, p.b, batch * a_len + p.a, batch * b_len + p.b, p.same});
        }
    }
    match.unmatched_a = a.tokens->tokens() - std::int64_t(match.rows.size());
    match.unmatched_b = b.tokens->tokens() - std::int64_t(match.rows.size());
    return match;
}

StageDistance stage_distance(const Snapshot& a, const Snapshot& b, const TokenMatch& match, Stage stage,
                             const Progress& progress) {
    const Tensor &x = a.stage(stage), &y = b.stage(stage);
    DistanceSums sums;
    sums.d.stage = stage;
    for (std::size_t i = 0; i < match.rows.size(); ++i) {
        progress.check();
        const auto xs = x.row(match.rows[i].a_row), ys = y.row(match.rows[i].b_row);
        for (std::size_t u = 0; u < xs.size(); ++u)
            sums.add(xs[u], ys[u], std::int64_t(i), std::int64_t(u));
    }
    return sums.result();
}

std::vector<StageDistance> stage_distances(const Snapshot& a, const Snapshot& b, const TokenMatch& match,
                                           const Progress& progress) {
    std::vector<StageDistance> result;
    for (const StageInfo& s : stages())
        if (comparable(a, b, s.stage)) result.push_back(stage_distance(a, b, match, s.stage, progress));
    return result;
}

std::vector<CellDifference> largest_differences(const Snapshot& a, const Snapshot& b, const TokenMatch& match,
                                                Stage stage, std::size_t count) {
    const Tensor &x = a.stage(stage), &y = b.stage(stage);
    const auto size = [](const CellDifference& d) {
        const double v = std::abs(d.difference);
        return std::isnan(v) ? std::numeric_limits<double>::infinity() : v;
    };
    const auto before = [&](const CellDifference& p, const CellDifference& q) {
        if (size(p) != size(q)) return size(p) > size(q);
        return p.pair != q.pair ? p.pair < q.pair : p.unit < q.unit;
    };
    std::vector<CellDifference> heap; // its front is the least of those kept
    for (std::size_t i = 0; i < match.rows.size() && count > 0; ++i) {
        const auto xs = x.row(match.rows[i].a_row), ys = y.row(match.rows[i].b_row);
        for (std::size_t u = 0; u < xs.size(); ++u) {
            if (same_value(xs[u], ys[u])) continue;
            const CellDifference cell{std::int64_t(i), std::int64_t(u), xs[u], ys[u],
                                      double(ys[u]) - double(xs[u])};
            if (heap.size() == count) {
                if (!before(cell, heap.front())) continue;
                std::ranges::pop_heap(heap, before);
                heap.pop_back();
            }
            heap.push_back(cell);
            std::ranges::push_heap(heap, before);
        }
    }
    std::ranges::sort_heap(heap, before);
    return heap;
}

} // namespace ffn

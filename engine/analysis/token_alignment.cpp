#include "engine/analysis/token_alignment.h"

#include <algorithm>

namespace ffn {

namespace {

using Match = std::pair<std::int64_t, std::int64_t>;

/// Furthest points on the diagonals k = x − y after d edits, of each d.
class Myers {
  public:
    Myers(std::span<const Token> a, std::span<const Token> b) : m_a(a), m_b(b) {}

    /// The matched places, or nothing beyond `most` edits.
    std::vector<Match> matches(std::int64_t most) {
        const std::int64_t n = std::int64_t(m_a.size()), m = std::int64_t(m_b.size());
        std::vector<std::int64_t> far{0};
        for (std::int64_t d = 0; d <= std::min(most, n + m); ++d) {
            std::vector<std::int64_t> next(std::size_t(2 * d + 1)); // diagonal k at k + d
            for (std::int64_t k = -d; k <= d; k += 2) {
                next[std::size_t(k + d)] = slide(start(far, d, k), k);
                if (next[std::size_t(k + d)] >= n && next[std::size_t(k + d)] - k >= m) {
                    m_trace.push_back(std::move(next));
                    return walk_back(d, n - m);
                }
            }
            far = next;
            m_trace.push_back(std::move(next));
        }
        return {};
    }

  private:
    // Where an edit from the d − 1 before lands on diagonal k.
    static std::int64_t start(const std::vector<std::int64_t>& far, std::int64_t d, std::int64_t k) {
        if (d == 0) return 0;
        const auto at = [&](std::int64_t diagonal) { return far[std::size_t(diagonal + d - 1)]; };
        if (k == -d || (k != d && at(k - 1) < at(k + 1))) return at(k + 1);
        return at(k - 1) + 1;
    }
    std::int64_t slide(std::int64_t x, std::int64_t k) const {
        const std::int64_t n = std::int64_t(m_a.size()), m = std::int64_t(m_b.size());
        while (x < n && x - k < m && m_a[std::size_t(x)].text == m_b[std::size_t(x - k)].text)
            ++x;
        return x;
    }
    std::vector<Match> walk_back(std::int64_t d, std::int64_t k) const {
        std::vector<Match> found;
        std::int64_t x = m_trace[std::size_t(d)][std::size_t(k + d)];
        for (;; --d) {
            const std::int64_t begin = d == 0 ? 0 : start(m_trace[std::size_t(d - 1)], d, k);
            for (; x > begin; --x)
                found.emplace_back(x - 1, x - 1 - k);
            if (d == 0) break;
            const auto& far = m_trace[std::size_t(d - 1)];
            const auto at = [&](std::int64_t diagonal) { return far[std::size_t(diagonal + d - 1)]; };
            k = k == -d || (k != d && at(k - 1) < at(k + 1)) ? k + 1 : k - 1;
            x = at(k);
        }
        std::ranges::reverse(found);
        return found;
    }

    std::span<const Token> m_a, m_b;
    std::vector<std::vector<std::int64_t>> m_trace;
};

} // namespace

std::vector<TokenPair> align_tokens(std::span<const Token> a, std::span<const Token> b,
                                    std::int64_t most_edits) {
    std::size_t front = 0, back = 0; // what both begin and end with needs no search
    const std::size_t shorter = std::min(a.size(), b.size());
    while (front < shorter && a[front].text == b[front].text)
        ++front;
    while (back < shorter - front && a[a.size() - 1 - back].text == b[b.size() - 1 - back].text)
        ++back;
    std::vector<Match> matches;
    for (std::size_t i = 0; i < front; ++i)
        matches.emplace_back(i, i);
    const auto middle =
        Myers(a.subspan(front, a.size() - front - back), b.subspan(front, b.size() - front - back))
            .matches(most_edits);
    for (const auto& [x, y] : middle)
        matches.emplace_back(x + std::int64_t(front), y + std::int64_t(front));
    for (std::size_t i = back; i > 0; --i)
        matches.emplace_back(a.size() - i, b.size() - i);
    matches.emplace_back(a.size(), b.size()); // closes the last gap

    std::vector<TokenPair> pairs;
    std::int64_t x = 0, y = 0;
    for (const auto& [to_x, to_y] : matches) {
        for (; x < to_x && y < to_y; ++x, ++y) // paired by place: the same only where the search gave up
            pairs.push_back({x, y, a[std::size_t(x)].text == b[std::size_t(y)].text});
        for (; x < to_x; ++x)
            pairs.push_back({x, -1, false});
        for (; y < to_y; ++y)
            pairs.push_back({-1, y, false});
        if (x < std::int64_t(a.size()) && y < std::int64_t(b.size())) pairs.push_back({x++, y++, true});
    }
    return pairs;
}

} // namespace ffn

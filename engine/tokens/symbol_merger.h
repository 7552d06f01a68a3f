#pragma once

#include <cstdint>
#include <optional>
#include <queue>
#include <vector>

namespace ffn {

/// A run of bytes on its way to become a piece; a list linked in both directions.
struct Symbol {
    std::int32_t piece = -1;
    std::uint32_t begin = 0, end = 0; ///< equal: merged into its left neighbour
    std::int32_t previous = -1, next = -1;
};

struct MergeFound {
    std::uint32_t rank = 0; ///< smaller ones first, of equal ones the leftmost
    std::int32_t result = -1;
};

/// Merges neighbours, the best pair first, until no pair is left. `lookup(left, right)` gives what two
/// symbols make, if anything. n log n steps for n symbols, whatever the pairs are.
template <class Lookup>
void merge_symbols(std::vector<Symbol>& symbols, Lookup&& lookup) {
    struct Candidate {
        std::uint32_t rank;
        std::int32_t left, right;
        std::uint32_t size;
        std::int32_t result;
        bool operator<(const Candidate& other) const { // the queue gives the largest
            return rank != other.rank ? rank > other.rank : left > other.left;
        }
    };
    std::vector<Candidate> candidates;
    const auto find = [&](std::int32_t left, std::int32_t right) -> std::optional<Candidate> {
        if (left < 0 || right < 0) return std::nullopt;
        const Symbol &a = symbols[std::size_t(left)], &b = symbols[std::size_t(right)];
        const std::optional<MergeFound> found = lookup(a, b);
        if (!found) return std::nullopt;
        return Candidate{found->rank, left, right, b.end - a.begin, found->result};
    };
    for (std::size_t i = 1; i < symbols.size(); ++i)
        if (const auto candidate = find(std::int32_t(i) - 1, std::int32_t(i)))
            candidates.push_back(*candidate);
    std::priority_queue<Candidate> queue({}, std::move(candidates));
    while (!queue.empty()) {
        const Candidate best = queue.top();
        queue.pop();
        Symbol &left = symbols[std::size_t(best.left)], &right = symbols[std::size_t(best.right)];
        // One of the two may have become part of another symbol meanwhile.
        if (left.begin == left.end || right.begin == right.end || left.next != best.right ||
            right.end - left.begin != best.size)
            continue;
        left.piece = best.result;
        left.end = right.end;
        right.begin = right.end;
        left.next = right.next;
        if (left.next >= 0) symbols[std::size_t(left.next)].previous = best.left;
        if (const auto candidate = find(left.previous, best.left)) queue.push(*candidate);
        if (const auto candidate = find(best.left, left.next)) queue.push(*candidate);
    }
}

} // namespace ffn

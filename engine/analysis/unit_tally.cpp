#include "engine/analysis/unit_tally.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <tuple>

namespace ffn {

bool ranks_before(const TopToken& a, const TopToken& b) {
    const float x = std::abs(a.value), y = std::abs(b.value);
    if (x != y) return x > y;
    return std::tie(a.file, a.sequence, a.position) < std::tie(b.file, b.sequence, b.position);
}

void UnitTally::count_token(const std::string& token, std::int64_t times) {
    if (many_tokens) return;
    if (token.empty()) {
        many_tokens = true;
        by_token = {};
        return;
    }
    const auto at = std::ranges::lower_bound(by_token, token, {}, &TokenCount::token);
    if (at != by_token.end() && at->token == token) {
        at->count += times;
    } else if (by_token.size() < kCountedTokens) {
        by_token.insert(at, {token, times});
    } else {
        many_tokens = true;
        by_token = {};
    }
}

void UnitTally::merge(const UnitTally& other, std::size_t top_count) {
    active += other.active;
    nonfinite += other.nonfinite;
    sum.merge(other.sum);
    min = std::min(min, other.min);
    max = std::max(max, other.max);
    for (std::size_t i = 0; i < by_position.size(); ++i)
        by_position[i] += other.by_position[i];
    if (other.many_tokens) many_tokens = true, by_token = {};
    for (const TokenCount& each : other.by_token)
        count_token(each.token, each.count);
    std::vector<TopToken> both;
    std::ranges::merge(top, other.top, std::back_inserter(both), ranks_before);
    if (both.size() > top_count) both.resize(top_count);
    top = std::move(both);
}

} // namespace ffn

#include "engine/analysis/unit_tokens.h"

#include <algorithm>
#include <cmath>

namespace ffn {

std::vector<UnitToken> unit_tokens(const Snapshot& snapshot, std::int64_t unit, std::size_t count) {
    const Tensor& hidden = snapshot.stage(Stage::Hidden);
    std::vector<UnitToken> all;
    for (std::int64_t b = 0; b < snapshot.tokens->batch(); ++b)
        for (std::int64_t p = 0; p < snapshot.tokens->length(b); ++p) {
            const float value = hidden.at(b * hidden.shape().len + p, unit);
            if (value != 0 && !std::isnan(value)) all.push_back({b, p, value});
        }
    std::stable_sort(all.begin(), all.end(), [](const UnitToken& a, const UnitToken& b) {
        return std::abs(a.value) > std::abs(b.value);
    });
    if (all.size() > count) all.resize(count);
    return all;
}

} // namespace ffn

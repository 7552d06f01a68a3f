#include "engine/analysis/token_rows.h"

namespace ffn {

std::vector<TokenRow> token_rows(const TokenBatch& tokens, std::int64_t len) {
    std::vector<TokenRow> rows;
    rows.reserve(std::size_t(tokens.tokens()));
    for (std::int64_t b = 0; b < tokens.batch(); ++b)
        for (std::int64_t p = 0; p < tokens.length(b); ++p)
            rows.push_back({b, p, b * len + p});
    return rows;
}

} // namespace ffn

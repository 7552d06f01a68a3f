#include "engine/tokens/embedding.h"

#include "engine/core/error.h"

#include <algorithm>
#include <cmath>

namespace ffn {

namespace {

void check_ids(const TokenBatch& tokens, std::int64_t vocabulary) {
    for (std::size_t b = 0; b < tokens.rows.size(); ++b)
        for (std::size_t p = 0; p < tokens.rows[b].size(); ++p) {
            const Token& token = tokens.rows[b][p];
            if (token.id >= 0 && token.id < vocabulary) continue;
            throw Error("token “" + token.text + "” at position " + std::to_string(p) + " of row " +
                        std::to_string(b) + " has id " + std::to_string(token.id) +
                        ", but the embedding table has ids 0 to " + std::to_string(vocabulary - 1));
        }
}

} // namespace

std::string_view name(Positions positions) {
    return positions == Positions::None ? "none" : "sinusoidal";
}

std::optional<Positions> positions_from_name(std::string_view text) {
    for (const Positions positions : {Positions::None, Positions::Sinusoidal})
        if (text == name(positions)) return positions;
    return std::nullopt;
}

ModelInput embed(std::shared_ptr<const TokenBatch> tokens, const Tensor& table, Positions positions) {
    check_ids(*tokens, table.rows());
    const std::int64_t len = tokens->len(), dim = table.dim();
    const Tensor offsets = positions == Positions::Sinusoidal ? sinusoidal_positions(len, dim) : Tensor();
    auto states = padded_states(*tokens, dim);
    for (std::int64_t b = 0; b < tokens->batch(); ++b)
        for (std::int64_t p = 0; p < tokens->length(b); ++p) {
            const auto from = table.row(tokens->rows[std::size_t(b)][std::size_t(p)].id);
            const auto to = states->row(b * len + p);
            if (positions == Positions::None)
                std::ranges::copy(from, to.begin());
            else
                std::ranges::transform(from, offsets.row(p), to.begin(), std::plus<>());
        }
    return {std::move(tokens), std::move(states)};
}

Tensor sinusoidal_positions(std::int64_t len, std::int64_t dim) {
    Tensor table = Tensor::uninitialized({1, len, dim});
    for (std::int64_t j = 0; j < dim; ++j) {
        const double wavelength = std::pow(10000.0, double(j / 2 * 2) / double(dim));
        for (std::int64_t p = 0; p < len; ++p) {
            const double angle = double(p) / wavelength;
            table.row(p)[std::size_t(j)] = float(j % 2 == 0 ? std::sin(angle) : std::cos(angle));
        }
    }
    return table;
}

} // namespace ffn

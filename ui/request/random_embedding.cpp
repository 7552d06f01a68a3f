#include "ui/request/random_embedding.h"

#include "engine/core/error.h"
#include "engine/model/initializer.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ffn::ui {

namespace {

/// Spreads 32 bits over 32 bits, one to one (the finaliser of MurmurHash3, Appleby 2011).
std::uint32_t scatter(std::uint32_t x) {
    x = (x ^ (x >> 16)) * 0x85ebca6bU;
    x = (x ^ (x >> 13)) * 0xc2b2ae35U;
    return x ^ (x >> 16);
}

/// FNV-1a (Fowler, Noll, Vo).
std::uint64_t hash(std::string_view text) {
    std::uint64_t h = 0xcbf29ce484222325U;
    for (const char c : text)
        h = (h ^ std::uint8_t(c)) * 0x100000001b3U;
    return h;
}

std::uint64_t key_of(const Token& token, RowKey key) {
    if (key == RowKey::Text) return hash(token.text);
    if (token.id < 0) throw Error("the token “" + token.text + "” has no id to take an embedding by");
    return std::uint64_t(token.id);
}

/// The generator takes 32 bits of seed. One to one in the low half of the key: two ids share no row.
std::uint32_t row_seed(std::uint64_t seed, std::uint64_t key) {
    const std::uint32_t high = scatter(std::uint32_t(key >> 32)) ^ std::uint32_t(seed >> 32);
    return scatter(std::uint32_t(key) ^ scatter(std::uint32_t(seed) ^ scatter(high)));
}

/// The batch with each id replaced by the place of its key among those that occur, and the keys in that
/// order.
std::pair<TokenBatch, std::vector<std::uint64_t>> number_afresh(const TokenBatch& tokens, RowKey key) {
    TokenBatch renumbered = tokens;
    std::unordered_map<std::uint64_t, std::int64_t> place;
    std::vector<std::uint64_t> keys;
    for (auto& row : renumbered.rows)
        for (Token& token : row) {
            const std::uint64_t k = key_of(token, key);
            const auto [at, is_new] = place.try_emplace(k, std::int64_t(keys.size()));
            if (is_new) keys.push_back(k);
            token.id = at->second;
        }
    return {std::move(renumbered), std::move(keys)};
}

} // namespace

ModelInput embed_randomly(std::shared_ptr<const TokenBatch> tokens, RowKey key, std::int64_t d_model,
                          std::uint64_t seed, Positions positions) {
    auto [renumbered, keys] = number_afresh(*tokens, key);
    Tensor table = Tensor::uninitialized({1, std::int64_t(keys.size()), d_model});
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const Tensor row = random_normal({1, 1, d_model}, row_seed(seed, keys[i]));
        std::ranges::copy(row.values(), table.row(std::int64_t(i)).begin());
    }
    ModelInput input = embed(std::make_shared<const TokenBatch>(std::move(renumbered)), table, positions);
    input.tokens = std::move(tokens);
    return input;
}

} // namespace ffn::ui

#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace ffn {

/// One token as the tokeniser gave it.
struct Token {
    std::string text;      ///< the piece as it is, UTF-8
    std::int64_t id = -1;  ///< −1 where there is none (hidden states without tokens)
    std::size_t begin = 0; ///< byte range in the text it came from
    std::size_t end = 0;
    bool operator==(const Token&) const = default;
};

/// Sequences of unequal length, one row of the batch each. In a tensor of shape [batch, len, dim] row b has
/// `length(b)` real tokens; the rest up to `len()` is padding, holds zeros and counts in no statistic.
struct TokenBatch {
    std::vector<std::vector<Token>> rows;

    std::int64_t batch() const { return std::int64_t(rows.size()); }
    std::int64_t length(std::int64_t b) const { return std::int64_t(rows[std::size_t(b)].size()); }
    /// The longest row: `len` of the tensors.
    std::int64_t len() const {
        std::size_t longest = 0;
        for (const auto& row : rows)
            longest = std::max(longest, row.size());
        return std::int64_t(longest);
    }
    /// Real tokens in all.
    std::int64_t tokens() const {
        std::int64_t n = 0;
        for (const auto& row : rows)
            n += std::int64_t(row.size());
        return n;
    }
    bool is_padding(std::int64_t b, std::int64_t position) const { return position >= length(b); }
    bool operator==(const TokenBatch&) const = default;
};

} // namespace ffn

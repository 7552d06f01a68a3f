#pragma once

#include "engine/core/progress.h"
#include "engine/core/tensor.h"
#include "engine/forward/snapshot.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ffn {

/// A word of a table, and how well it matches.
struct WordMatch {
    std::int64_t id = 0; ///< row of the table
    double value = 0;    ///< dot product or cosine
    bool operator==(const WordMatch&) const = default;
};

enum class WordScore { Dot, Cosine };

struct ProjectionOptions {
    std::size_t count = 10; ///< words in each list, fewer where the table has fewer
    int threads = 0;        ///< < 1: the machine's cores
};

/// The words that match a vector best, and worst; best and worst first, of equal ones the smaller id. A word
/// whose score does not exist (NaN in it or the vector, or the cosine of a zero row) is in neither.
struct RankedWords {
    std::vector<WordMatch> most, least;
};

/// `queries` are vectors of table.dim() values; `table` is [1, vocabulary, d_model]. Throws Error for a query
/// of another length; Stopped when asked to.
std::vector<RankedWords> rank_words(const Tensor& table, const std::vector<std::span<const float>>& queries,
                                    WordScore score, const ProjectionOptions& options = {},
                                    const Progress& progress = {});

/// What a hidden unit reads and writes, in words (Geva et al. 2021 and 2022).
struct UnitWords {
    std::vector<WordMatch> reads_cosine, reads_dot; ///< embeddings that its row of W₁ matches best
    std::vector<WordMatch> gate_cosine, gate_dot;   ///< the same for its row of the gate; empty without one
    /// By the dot product of its column of W₂, times the second norm's gain where there is one, and `output`.
    std::vector<WordMatch> promotes, suppresses;
};
/// `embedding` is what words come in by, `output` what they go out by (the same one where they are tied);
/// both [1, vocabulary, d_model]. Throws Error for tables of another d_model or a unit outside d_ff.
UnitWords unit_words(const FeedForward& model, const Tensor& embedding, const Tensor& output,
                     std::int64_t unit, const ProjectionOptions& options = {}, const Progress& progress = {});

/// The words a token's hidden state is nearest to, by cosine, before the block and after it.
struct TokenWords {
    std::vector<WordMatch> before, after;
};
/// `rows` are batch·len + position. Needs the stages input and output. `embedding` as above.
std::vector<TokenWords> token_words(const Snapshot& snapshot, const Tensor& embedding,
                                    const std::vector<std::int64_t>& rows,
                                    const ProjectionOptions& options = {}, const Progress& progress = {});

} // namespace ffn

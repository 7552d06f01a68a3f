#pragma once

#include "engine/analysis/comparison.h"
#include "engine/analysis/table.h"
#include "engine/analysis/vocabulary_projection.h"

#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ffn {

/// One word as the next one, read off two states: its product with each and its probability, the softmax of
/// the products over all words.
struct WordChange {
    std::int64_t id = 0; ///< row of the table
    double product_before = 0, product_after = 0;
    double before = 0, after = 0; ///< probabilities
    double change() const { return after - before; }
    bool operator==(const WordChange&) const = default;
};

/// The words whose probability fell and rose most, the largest change first, of equal ones the smaller id. A
/// word that keeps its probability is in neither list; one whose product with either state is not finite
/// counts nowhere.
struct WordChanges {
    std::vector<WordChange> lost, gained;
};

/// A state before and after, of table.dim() values each.
using StatePair = std::pair<std::span<const float>, std::span<const float>>;

/// `output` is what words go out by, [1, vocabulary, d_model]. In double throughout. `options.count` is the
/// length of each list. Throws Error for a state of another length; Stopped when asked to.
std::vector<WordChanges> word_changes(const Tensor& output, const std::vector<StatePair>& states,
                                      const ProjectionOptions& options = {}, const Progress& progress = {});

/// "words": for every matched token the words that b's output makes less and more likely than a's; both keep
/// the stage output. `word` names a row of the table.
Table words_table(const Snapshot& a, const Snapshot& b, const TokenMatch& match, const Tensor& output,
                  const std::function<std::string(std::int64_t)>& word, const ProjectionOptions& options = {},
                  const Progress& progress = {});

} // namespace ffn

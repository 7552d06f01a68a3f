#include "engine/analysis/word_changes.h"

#include "engine/core/thread_pool.h"

#include <algorithm>
#include <cmath>

namespace ffn {

namespace {

constexpr std::int64_t kWordsPerBlock = 512;
constexpr std::size_t kPairsAtOnce = 16; // bounds the products kept: 2 × 16 × vocabulary

using Doubles = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Doubles states_of(std::span<const StatePair> pairs, std::int64_t dim) {
    Doubles states(2 * std::int64_t(pairs.size()), dim);
    std::int64_t row = 0;
    for (const auto& [before, after] : pairs)
        for (const auto& state : {before, after}) {
            if (std::int64_t(state.size()) != dim)
                throw Error("the table of words has " + std::to_string(dim) +
                            " values a word, but d_model is " + std::to_string(state.size()));
            for (std::int64_t i = 0; i < dim; ++i)
                states(row, i) = double(state[std::size_t(i)]);
            ++row;
        }
    return states;
}

/// [states, words]
Doubles products_of(const Doubles& states, const Tensor& table, ThreadPool& pool, const Progress& progress) {
    Doubles products(states.rows(), table.rows());
    const std::int64_t blocks = (table.rows() + kWordsPerBlock - 1) / kWordsPerBlock;
    pool.for_each_block(
        blocks,
        [&](std::int64_t block) {
            const std::int64_t first = block * kWordsPerBlock,
                               words = std::min(kWordsPerBlock, table.rows() - first);
            const Doubles rows = table.matrix().middleRows(first, words).cast<double>();
            products.middleCols(first, words).noalias() = states * rows.transpose();
        },
        progress);
    return products;
}

std::vector<WordChange> with_probabilities(std::span<const double> before, std::span<const double> after) {
    std::vector<WordChange> words;
    for (std::size_t w = 0; w < before.size(); ++w)
        if (std::isfinite(before[w]) && std::isfinite(after[w]))
            words.push_back({std::int64_t(w), before[w], after[w], 0, 0});
    const auto softmax = [&words](double WordChange::*product, double WordChange::*probability) {
        double most = -HUGE_VAL, sum = 0;
        for (const WordChange& word : words)
            most = std::max(most, word.*product);
        for (WordChange& word : words) {
            word.*probability = std::exp(word.*product - most);
            sum += word.*probability;
        }
        for (WordChange& word : words)
            word.*probability /= sum;
    };
    softmax(&WordChange::product_before, &WordChange::before);
    softmax(&WordChange::product_after, &WordChange::after);
    return words;
}

/// The `count` that changed most into the direction of `sign`.
std::vector<WordChange> largest(const std::vector<WordChange>& words, double sign, std::size_t count) {
    std::vector<WordChange> moved;
    std::ranges::copy_if(words, std::back_inserter(moved),
                         [sign](const WordChange& word) { return sign * word.change() > 0; });
    const auto kept = std::ptrdiff_t(std::min(count, moved.size()));
    std::partial_sort(moved.begin(), moved.begin() + kept, moved.end(),
                      [sign](const WordChange& a, const WordChange& b) {
                          const double x = sign * a.change(), y = sign * b.change();
                          return x != y ? x > y : a.id < b.id;
                      });
    moved.resize(std::size_t(kept));
    return moved;
}

void add_rows(Table& table, const std::vector<TableCell>& token, const char* direction,
              const std::vector<WordChange>& words, const std::function<std::string(std::int64_t)>& word) {
    std::int64_t rank = 0;
    for (const WordChange& w : words) {
        std::vector<TableCell> row = token;
        row.insert(row.end(), {std::string(direction), ++rank, w.id, word(w.id), w.before, w.after,
                               w.change(), w.product_before, w.product_after});
        table.rows.push_back(std::move(row));
    }
}

} // namespace

std::vector<WordChanges> word_changes(const Tensor& output, const std::vector<StatePair>& states,
                                      const ProjectionOptions& options, const Progress& progress) {
    ThreadPool pool(options.threads);
    std::vector<WordChanges> changes;
    for (std::size_t first = 0; first < states.size(); first += kPairsAtOnce) {
        progress.check();
        const auto some = std::span(states).subspan(first, std::min(kPairsAtOnce, states.size() - first));
        const Doubles products =
            products_of(states_of(some, output.dim()), output, pool, {nullptr, progress.stop});
        const auto row = [&](std::size_t r) {
            return std::span(products.row(std::int64_t(r)).data(), std::size_t(products.cols()));
        };
        for (std::size_t i = 0; i < some.size(); ++i) {
            if (std::ranges::equal(some[i].first, some[i].second)) { // two equal rows may round differently
                changes.emplace_back();
                continue;
            }
            const auto words = with_probabilities(row(2 * i), row(2 * i + 1));
            changes.push_back({largest(words, -1, options.count), largest(words, 1, options.count)});
        }
        if (progress.report) progress.report(std::int64_t(first + some.size()), std::int64_t(states.size()));
    }
    return changes;
}

Table words_table(const Snapshot& a, const Snapshot& b, const TokenMatch& match, const Tensor& output,
                  const std::function<std::string(std::int64_t)>& word, const ProjectionOptions& options,
                  const Progress& progress) {
    Table table{"words",
                {"batch", "position", "token", "direction", "rank", "id", "word", "probability_before",
                 "probability_after", "change", "product_before", "product_after"},
                {}};
    std::vector<StatePair> states;
    for (const RowPair& pair : match.rows)
        states.emplace_back(a.stage(Stage::Output).row(pair.a_row), b.stage(Stage::Output).row(pair.b_row));
    const auto changes = word_changes(output, states, options, progress);
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const RowPair& pair = match.rows[i];
        const Token& token = b.tokens->rows[std::size_t(pair.batch)][std::size_t(pair.b_position)];
        const std::vector<TableCell> place{pair.batch, pair.b_position, token.text};
        add_rows(table, place, "lost", changes[i].lost, word);
        add_rows(table, place, "gained", changes[i].gained, word);
    }
    return table;
}

} // namespace ffn

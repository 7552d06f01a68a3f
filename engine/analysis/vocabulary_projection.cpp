#include "engine/analysis/vocabulary_projection.h"

#include "engine/core/thread_pool.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace ffn {

namespace {

constexpr std::int64_t kWordsPerBlock = 512;

// Squares of float32 cannot overflow a double.
double dot(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += double(a[i]) * double(b[i]);
    return sum;
}

bool better(const WordMatch& a, const WordMatch& b) {
    return a.value != b.value ? a.value > b.value : a.id < b.id;
}
bool worse(const WordMatch& a, const WordMatch& b) {
    return a.value != b.value ? a.value < b.value : a.id < b.id;
}

template <class Before>
void keep_first(std::vector<WordMatch>& words, std::size_t count, const Before& before) {
    const auto kept = std::ptrdiff_t(std::min(count, words.size()));
    std::partial_sort(words.begin(), words.begin() + kept, words.end(), before);
    words.resize(std::size_t(kept));
}

void append(std::vector<WordMatch>& to, const std::vector<WordMatch>& from) {
    to.insert(to.end(), from.begin(), from.end());
}

/// Scores all words against all queries, a block of words at a time.
class Ranking {
  public:
    Ranking(const Tensor& table, const std::vector<std::span<const float>>& queries, WordScore score,
            std::size_t count)
        : m_table(table), m_queries(queries), m_score(score), m_count(count),
          m_matrix(std::int64_t(queries.size()), table.dim()) {
        for (std::size_t q = 0; q < queries.size(); ++q) {
            std::ranges::copy(queries[q], m_matrix.row(std::int64_t(q)).data());
            m_norms.push_back(std::sqrt(dot(queries[q], queries[q])));
        }
    }

    std::vector<RankedWords> run(int threads, const Progress& progress) {
        const std::int64_t blocks = (m_table.rows() + kWordsPerBlock - 1) / kWordsPerBlock;
        m_parts.assign(std::size_t(blocks), {});
        ThreadPool(threads).for_each_block(
            blocks, [&](std::int64_t block) { rank_block(block); }, progress);
        std::vector<RankedWords> all(m_queries.size());
        for (const auto& part : m_parts)
            for (std::size_t q = 0; q < all.size(); ++q) {
                append(all[q].most, part[q].most);
                append(all[q].least, part[q].least);
            }
        for (RankedWords& words : all) {
            keep_first(words.most, m_count, better);
            keep_first(words.least, m_count, worse);
        }
        return all;
    }

  private:
    void rank_block(std::int64_t block) {
        const std::int64_t first = block * kWordsPerBlock,
                           words = std::min(kWordsPerBlock, m_table.rows() - first);
        const Matrix products = m_matrix * m_table.matrix().middleRows(first, words).transpose();
        std::vector<double> norms(std::size_t(words), 1);
        for (std::int64_t w = 0; m_score == WordScore::Cosine && w < words; ++w)
            norms[std::size_t(w)] = std::sqrt(dot(m_table.row(first + w), m_table.row(first + w)));
        std::vector<RankedWords>& part = m_parts[std::size_t(block)];
        part.resize(m_queries.size());
        for (std::size_t q = 0; q < m_queries.size(); ++q) {
            std::vector<WordMatch> scored;
            for (std::int64_t w = 0; w < words; ++w) {
                const double value = score(q, first + w, products(std::int64_t(q), w), norms[std::size_t(w)]);
                if (!std::isnan(value)) scored.push_back({first + w, value});
            }
            part[q].least = scored;
            part[q].most = std::move(scored);
            keep_first(part[q].most, m_count, better);
            keep_first(part[q].least, m_count, worse);
        }
    }

    double score(std::size_t q, std::int64_t word, float product, double norm) const {
        // A float32 sum may overflow where the double does not.
        const double value = std::isfinite(product) ? double(product) : dot(m_queries[q], m_table.row(word));
        if (m_score == WordScore::Dot) return value;
        const double length = norm * m_norms[q];
        return length > 0 && std::isfinite(length) ? value / length
                                                   : std::numeric_limits<double>::quiet_NaN();
    }

    const Tensor& m_table;
    const std::vector<std::span<const float>>& m_queries;
    WordScore m_score;
    std::size_t m_count;
    Matrix m_matrix; ///< [queries, d_model]
    std::vector<double> m_norms;
    std::vector<std::vector<RankedWords>> m_parts; ///< by block, then query
};

void check_table(const Tensor& table, std::int64_t d_model) {
    if (table.dim() != d_model)
        throw Error("the table of words has " + std::to_string(table.dim()) +
                    " values a word, but d_model is " + std::to_string(d_model));
}

/// Progress of one of several equal parts of a job.
Progress part_of(const Progress& whole, std::int64_t part, std::int64_t parts) {
    if (!whole.report) return whole;
    return {[report = whole.report, part, parts](std::int64_t done, std::int64_t total) {
                report(part * total + done, parts * total);
            },
            whole.stop};
}

} // namespace

std::vector<RankedWords> rank_words(const Tensor& table, const std::vector<std::span<const float>>& queries,
                                    WordScore score, const ProjectionOptions& options,
                                    const Progress& progress) {
    for (const auto& query : queries)
        check_table(table, std::int64_t(query.size()));
    progress.check();
    if (queries.empty()) return {};
    return Ranking(table, queries, score, options.count).run(options.threads, progress);
}

UnitWords unit_words(const FeedForward& model, const Tensor& embedding, const Tensor& output,
                     std::int64_t unit, const ProjectionOptions& options, const Progress& progress) {
    const FeedForwardConfig& config = model.config;
    check_table(embedding, config.d_model);
    check_table(output, config.d_model);
    if (unit < 0 || unit >= config.d_ff)
        throw Error("there is no hidden unit " + std::to_string(unit) + "; they are 0 to " +
                    std::to_string(config.d_ff - 1));
    std::vector<float> up, gate;
    std::vector<std::span<const float>> reads{model.up.row(unit, up)};
    if (config.gated) reads.push_back(model.gate.row(unit, gate));
    std::span<const float> gain;
    if (has_second_norm(config)) gain = model.second_gain.values();
    std::vector<float> column(std::size_t(config.d_model), 0);
    for (std::int64_t i = 0; i < config.d_model; ++i)
        column[std::size_t(i)] = model.down.at(i, unit) * (gain.empty() ? 1.0F : gain[std::size_t(i)]);

    auto cosine = rank_words(embedding, reads, WordScore::Cosine, options, part_of(progress, 0, 3));
    auto dots = rank_words(embedding, reads, WordScore::Dot, options, part_of(progress, 1, 3));
    auto writes = rank_words(output, {column}, WordScore::Dot, options, part_of(progress, 2, 3));
    UnitWords words;
    words.reads_cosine = std::move(cosine[0].most);
    words.reads_dot = std::move(dots[0].most);
    if (config.gated) {
        words.gate_cosine = std::move(cosine[1].most);
        words.gate_dot = std::move(dots[1].most);
    }
    words.promotes = std::move(writes[0].most);
    words.suppresses = std::move(writes[0].least);
    return words;
}

std::vector<TokenWords> token_words(const Snapshot& snapshot, const Tensor& embedding,
                                    const std::vector<std::int64_t>& rows, const ProjectionOptions& options,
                                    const Progress& progress) {
    std::vector<std::span<const float>> states;
    for (const Stage stage : {Stage::Input, Stage::Output})
        for (const std::int64_t row : rows)
            states.push_back(snapshot.stage(stage).row(row));
    auto ranked = rank_words(embedding, states, WordScore::Cosine, options, progress);
    std::vector<TokenWords> words(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        words[i] = {std::move(ranked[i].most), std::move(ranked[rows.size() + i].most)};
    return words;
}

} // namespace ffn

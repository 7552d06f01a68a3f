#include "engine/forward/row_reuse.h"

#include "engine/core/thread_pool.h"
#include "engine/forward/pass.h"
#include "engine/forward/update.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <unordered_map>

namespace ffn {

namespace {

constexpr std::int64_t kPadding = -1, kNew = -2;

bool is_padding(const TokenBatch& tokens, const Tensor& rows, std::int64_t r) {
    return tokens.is_padding(r / rows.shape().len, r % rows.shape().len);
}

// Of a few values spread over the row; equal rows are compared in full.
std::uint64_t key(std::span<const float> row) {
    constexpr std::size_t kLooks = 16;
    std::uint64_t hash = row.size();
    const std::size_t step = std::max<std::size_t>(1, row.size() / kLooks);
    for (std::size_t i = 0; i < row.size(); i += step) {
        std::uint32_t bits;
        std::memcpy(&bits, &row[i], sizeof bits);
        hash = (hash ^ bits) * 0x9e3779b97f4a7c15;
        hash ^= hash >> 29;
    }
    return hash;
}

/// For every new row the old one with the same input, kNew or kPadding.
std::vector<std::int64_t> sources(const Snapshot& base, const TokenBatch& tokens, const Tensor& states) {
    const Tensor& known = base.stage(Stage::Input);
    std::unordered_map<std::uint64_t, std::int64_t> rows;
    for (std::int64_t r = 0; r < known.rows(); ++r)
        if (!is_padding(*base.tokens, known, r)) rows.emplace(key(known.row(r)), r);
    std::vector<std::int64_t> from(std::size_t(states.rows()), kPadding);
    const std::size_t bytes = std::size_t(states.dim()) * sizeof(float);
    for (std::int64_t r = 0; r < states.rows(); ++r) {
        if (is_padding(tokens, states, r)) continue;
        from[std::size_t(r)] = kNew;
        const auto found = rows.find(key(states.row(r)));
        if (found != rows.end() &&
            std::memcmp(known.row(found->second).data(), states.row(r).data(), bytes) == 0)
            from[std::size_t(r)] = found->second;
    }
    return from;
}

/// The new rows in a batch of their own.
std::shared_ptr<const Snapshot> pass_of_new(const Snapshot& base, const Tensor& states,
                                            const std::vector<std::int64_t>& fresh,
                                            const ForwardOptions& options, const Progress& progress) {
    if (fresh.empty()) return nullptr;
    auto tokens = std::make_shared<TokenBatch>();
    tokens->rows.emplace_back(fresh.size());
    auto rows =
        std::make_shared<Tensor>(Tensor::uninitialized({1, std::int64_t(fresh.size()), states.dim()}));
    for (std::size_t i = 0; i < fresh.size(); ++i)
        std::ranges::copy(states.row(fresh[i]), rows->row(std::int64_t(i)).begin());
    if (!base.unedited_projection) return forward(base.model, tokens, rows, base.edits, options, progress);
    const auto unedited = forward(base.model, tokens, rows, {}, options, progress);
    return update_edits(*unedited, base.edits, options, progress);
}

/// One stage put together from old and new rows.
struct Mixture {
    const Tensor* known;
    const Tensor* fresh; ///< null when there are no new rows
    std::shared_ptr<Tensor> made;
};

void copy_row(const Mixture& mixture, std::int64_t r, std::int64_t from, std::int64_t fresh) {
    const std::span<float> out = mixture.made->row(r);
    if (from == kPadding)
        std::ranges::fill(out, 0.0f);
    else
        std::ranges::copy(from == kNew ? mixture.fresh->row(fresh) : mixture.known->row(from), out.begin());
}

using Sums = std::vector<StageSummary>;

std::shared_ptr<const Sums> mix_sums(const Sums& known, const Sums* fresh,
                                     const std::vector<std::int64_t>& from) {
    auto made = std::make_shared<Sums>(from.size());
    std::size_t next = 0;
    for (std::size_t r = 0; r < from.size(); ++r) {
        if (from[r] == kNew)
            (*made)[r] = (*fresh)[next++];
        else if (from[r] >= 0)
            (*made)[r] = known[std::size_t(from[r])];
    }
    return made;
}

void copy_rows(const std::vector<Mixture>& mixtures, const std::vector<std::int64_t>& from,
               const ForwardOptions& options, const Progress& progress) {
    constexpr std::int64_t kChunk = 32;
    std::vector<std::int64_t> fresh(from.size());
    std::int64_t next = 0;
    for (std::size_t r = 0; r < from.size(); ++r)
        if (from[r] == kNew) fresh[r] = next++;
    const std::int64_t rows = std::int64_t(from.size());
    ThreadPool pool(options.threads);
    pool.for_each_block((rows + kChunk - 1) / kChunk,
                        [&](std::int64_t chunk) {
                            for (const Mixture& mixture : mixtures)
                                for (std::int64_t r = chunk * kChunk;
                                     r < std::min(rows, (chunk + 1) * kChunk); ++r)
                                    copy_row(mixture, r, from[std::size_t(r)], fresh[std::size_t(r)]);
                        },
                        Progress{{}, progress.stop});
}

std::shared_ptr<Snapshot> put_together(const Snapshot& base, const Snapshot* fresh,
                                       const std::vector<std::int64_t>& from,
                                       std::shared_ptr<const TokenBatch> tokens,
                                       std::shared_ptr<const Tensor> states, const std::vector<Stage>& wanted,
                                       const ForwardOptions& options, const Progress& progress) {
    auto made = std::make_shared<Snapshot>();
    const Shape shape = states->shape();
    std::vector<Mixture> mixtures;
    const auto mix = [&](const Tensor& known, const Tensor* of_new) {
        auto tensor = std::make_shared<Tensor>(Tensor::uninitialized({shape.batch, shape.len, known.dim()}));
        mixtures.push_back({&known, of_new, tensor});
        return tensor;
    };
    for (std::size_t i = 0; i < kStageCount; ++i) {
        if (!base.row_summaries[i]) continue;
        made->row_summaries[i] =
            mix_sums(*base.row_summaries[i], fresh ? fresh->row_summaries[i].get() : nullptr, from);
        if (std::ranges::count(wanted, Stage(i)) == 0 || Stage(i) == Stage::Input) continue;
        const std::size_t sum = std::size_t(Stage::ResidualSum);
        const bool other_name = Stage(i) == Stage::Output && base.kept[i] == base.kept[sum];
        made->kept[i] = other_name && made->kept[sum]
                            ? made->kept[sum]
                            : mix(*base.kept[i], fresh ? fresh->kept[i].get() : nullptr);
    }
    if (base.unedited_projection && (!fresh || fresh->unedited_projection))
        made->unedited_projection =
            mix(*base.unedited_projection, fresh ? fresh->unedited_projection.get() : nullptr);
    copy_rows(mixtures, from, options, progress);
    made->kept[std::size_t(Stage::Input)] = std::move(states);
    made->tokens = std::move(tokens);
    return made;
}

} // namespace

std::shared_ptr<const Snapshot> update_rows(const Snapshot& base, std::shared_ptr<const TokenBatch> tokens,
                                            std::shared_ptr<const Tensor> states,
                                            const ForwardOptions& options, const Progress& progress) {
    const auto start = std::chrono::steady_clock::now();
    ForwardOptions wanted = options;
    wanted.stages = stages_to_keep(base.config, options);
    for (const Stage s : wanted.stages)
        if (!base.has(s) || !base.row_summaries[std::size_t(s)]) return nullptr;
    if (states->dim() != base.config.d_model || states->shape().batch != tokens->batch() ||
        states->shape().len != tokens->len() || tokens->tokens() == 0)
        return nullptr; // for forward() to say what is wrong
    const std::vector<std::int64_t> from = sources(base, *tokens, *states);
    std::vector<std::int64_t> fresh;
    for (std::size_t r = 0; r < from.size(); ++r)
        if (from[r] == kNew) fresh.push_back(std::int64_t(r));
    if (2 * std::int64_t(fresh.size()) > tokens->tokens()) return nullptr;
    const auto pass = pass_of_new(base, *states, fresh, wanted, progress);
    const auto made = put_together(base, pass.get(), from, std::move(tokens), std::move(states),
                                   wanted.stages, options, progress);
    made->model = base.model;
    made->config = base.config;
    made->source = base.source;
    made->block = base.block;
    made->edits = base.edits;
    total_summaries(*made);
    made->engine = pass ? pass->engine : base.engine;
    const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - start;
    made->engine.milliseconds = elapsed.count();
    return made;
}

} // namespace ffn

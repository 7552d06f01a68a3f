#include "engine/forward/pass_result.h"

#include "engine/core/memory.h"
#include "engine/forward/block_pass.h"

#include <algorithm>
#include <set>

namespace ffn {

namespace {

void check_input(const FeedForward& model, const TokenBatch& tokens, const Tensor& states) {
    const Shape shape = states.shape();
    if (shape.dim != model.config.d_model)
        throw Error("the input has " + std::to_string(shape.dim) +
                    " values a token, the block takes d_model = " + std::to_string(model.config.d_model));
    if (shape.batch != tokens.batch() || shape.len != tokens.len() || tokens.tokens() == 0)
        throw Error("the input has " + std::to_string(shape.batch) + " × " + std::to_string(shape.len) +
                    " rows, the tokens are " + std::to_string(tokens.batch()) + " × " +
                    std::to_string(tokens.len()));
}

void check_memory(std::uint64_t needed, std::uint64_t limit) {
    if (limit == 0) limit = available_memory();
    if (needed > limit)
        throw Error("this pass needs " + bytes_text(needed) + " of memory and may use " + bytes_text(limit) +
                    "; keep fewer stages or take fewer tokens");
}

std::shared_ptr<std::vector<StageSummary>> sums_of_input(const TokenBatch& tokens, const Tensor& states) {
    auto sums = std::make_shared<std::vector<StageSummary>>(std::size_t(states.rows()));
    for (std::int64_t r = 0; r < states.rows(); ++r)
        if (!tokens.is_padding(r / states.shape().len, r % states.shape().len))
            (*sums)[std::size_t(r)].add(states.row(r));
    return sums;
}

} // namespace

bool is_given(const PassRequest& request, Stage stage) {
    return stage == Stage::Input || std::ranges::count(request.given, stage) > 0;
}

void check_request(const PassRequest& request, const ForwardOptions& options) {
    check_input(*request.model, *request.tokens, *request.states);
    check_edits(request.edits, request.model->config.d_ff);
    std::vector<Stage> made; // what is given takes no more memory
    for (const Stage s : request.keep)
        if (!is_given(request, s)) made.push_back(s);
    check_memory(forward_bytes(request.model->config, request.states->rows(), made, options.threads),
                 options.memory_limit);
}

PassResult room_for(const PassRequest& request) {
    const FeedForwardConfig& config = request.model->config;
    const Shape shape = request.states->shape();
    const auto wanted = [&](Stage s) { return std::ranges::count(request.keep, s) > 0; };
    PassResult result;
    for (const Stage s : stages_of(config)) {
        const std::size_t i = std::size_t(s);
        if (is_given(request, s) || (s == Stage::Output && output_is_sum(config))) continue;
        result.sums[i] = std::make_shared<std::vector<StageSummary>>(std::size_t(shape.rows()));
        if (wanted(s) || (s == Stage::ResidualSum && output_is_sum(config) && wanted(Stage::Output)))
            result.stages[i] =
                std::make_shared<Tensor>(Tensor::uninitialized({shape.batch, shape.len, width(config, s)}));
    }
    return result;
}

std::shared_ptr<Snapshot> snapshot_of(const PassRequest& request, const PassResult& result) {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->model = request.model;
    snapshot->config = request.model->config;
    snapshot->source = request.model->source;
    snapshot->block = request.model->block;
    snapshot->tokens = request.tokens;
    snapshot->edits = request.edits;
    const auto take = [&](Stage s, Stage from) {
        const std::size_t i = std::size_t(s), f = std::size_t(from);
        const bool kept = std::ranges::count(request.keep, s) > 0;
        const bool known = request.base && std::ranges::count(request.given, from) > 0;
        if (kept && from == Stage::Input)
            snapshot->kept[i] = request.states;
        else if (kept)
            snapshot->kept[i] = known ? request.base->kept[f] : result.stages[f];
        if (known) {
            snapshot->row_summaries[i] = request.base->row_summaries[f];
            snapshot->summaries[i] = request.base->summaries[f];
        } else
            snapshot->row_summaries[i] =
                from == Stage::Input ? sums_of_input(*request.tokens, *request.states) : result.sums[f];
    };
    for (const Stage s : stages_of(request.model->config))
        take(s, s == Stage::Output && output_is_sum(request.model->config) ? Stage::ResidualSum : s);
    total_summaries(*snapshot);
    return snapshot;
}

std::vector<Stage> stages_to_keep(const FeedForwardConfig& config, const ForwardOptions& options) {
    const std::vector<Stage> all = stages_of(config);
    if (options.stages.empty()) return all;
    std::vector<Stage> keep;
    for (const Stage s : all)
        if (std::ranges::count(options.stages, s) > 0) keep.push_back(s);
    for (const Stage s : options.stages)
        if (std::ranges::count(all, s) == 0)
            throw Error("this block has no stage \"" + std::string(name(s)) + "\"");
    return keep;
}

std::uint64_t memory_bytes(const Snapshot& snapshot) {
    std::set<const Tensor*> stages{snapshot.unedited_projection.get()};
    for (const auto& stage : snapshot.kept)
        stages.insert(stage.get());
    std::uint64_t bytes = snapshot.model ? snapshot.model->bytes() : 0;
    for (const Tensor* stage : stages)
        if (stage) bytes += std::uint64_t(stage->size()) * sizeof(float);
    return bytes;
}

void total_summaries(Snapshot& snapshot) {
    for (std::size_t i = 0; i < kStageCount; ++i) {
        if (!snapshot.row_summaries[i] || snapshot.summaries[i].values > 0) continue;
        // In the order of the rows: the same numbers whatever thread was first.
        for (const StageSummary& row : *snapshot.row_summaries[i])
            snapshot.summaries[i].merge(row);
    }
}

} // namespace ffn

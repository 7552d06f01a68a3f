#include "engine/forward/update.h"

#include "engine/forward/block_pass.h"
#include "engine/forward/pass.h"
#include "engine/forward/row_reuse.h"

#include <algorithm>
#include <cstring>

namespace ffn {

namespace {

using enum Stage;

bool same(const Tensor& a, const Tensor& b) {
    return a.shape() == b.shape() &&
           (a.size() == 0 || std::memcmp(a.data(), b.data(), std::size_t(a.size()) * sizeof(float)) == 0);
}

bool same_matrices(const FeedForward& a, const FeedForward& b) {
    return a.up.shares_values_with(b.up) && a.gate.shares_values_with(b.gate) &&
           a.down.shares_values_with(b.down) && same(a.up_bias, b.up_bias) &&
           same(a.gate_bias, b.gate_bias) && same(a.down_bias, b.down_bias);
}

// What of the pass comes out otherwise.
struct Difference {
    bool entering = false;   ///< what enters the matrices
    bool statistics = false; ///< mean, variance, rstd and normalized
    bool gain = false;
    bool second_norm = false; ///< of the projection
    bool activation = false;
    bool edits = false;
};

Difference difference(const Snapshot& base, const FeedForward& model, const Edits& edits) {
    const FeedForwardConfig &a = base.config, &b = model.config;
    Difference d;
    const bool moved = is_pre_norm(a) != is_pre_norm(b) || (a.norm == Norm::None) != (b.norm == Norm::None);
    d.statistics = moved || a.norm != b.norm || a.eps != b.eps;
    d.gain = d.statistics || !same(base.model->norm_gain, model.norm_gain) ||
             !same(base.model->norm_bias, model.norm_bias);
    const bool second = has_second_norm(b);
    d.second_norm = second != has_second_norm(a) ||
                    (second && (d.statistics || !same(base.model->second_gain, model.second_gain) ||
                                !same(base.model->second_bias, model.second_bias)));
    d.entering = is_pre_norm(a) != is_pre_norm(b) || (is_pre_norm(b) && d.gain);
    d.activation = a.activation != b.activation;
    d.edits = base.edits != edits;
    return d;
}

// Stages of the new pass that are the base's own.
std::vector<Stage> unchanged(const FeedForwardConfig& config, const Difference& d) {
    const bool hidden = d.entering || d.activation || d.edits, sum = hidden || d.second_norm,
               pre = is_pre_norm(config);
    std::vector<Stage> result;
    for (const Stage s : stages_of(config)) {
        bool changed = false;
        switch (s) {
        case Input:
            break;
        case NormOutput:
        case GatePreActivation:
        case PreActivation:
            changed = d.entering;
            break;
        case Gate:
            changed = d.entering || d.activation;
            break;
        case Hidden:
        case Projection:
            changed = hidden;
            break;
        case Update:
        case ResidualSum:
            changed = sum;
            break;
        case NormMean:
        case NormVariance:
        case NormRstd:
        case Normalized:
            changed = d.statistics || (!pre && sum);
            break;
        case Output:
            changed = sum || (!pre && d.gain);
            break;
        }
        if (!changed) result.push_back(s);
    }
    return result;
}

bool has_all(const Snapshot& base, const std::vector<Stage>& stages) {
    return std::ranges::all_of(
        stages, [&](Stage s) { return base.has(s) && base.row_summaries[std::size_t(s)] != nullptr; });
}

// The normed rows can be shared only all together, with what the gain makes of them: they are computed in one
// go.
void drop_partial_norm(const Snapshot& base, std::vector<Stage>& given) {
    std::vector<Stage> norm{NormMean, NormVariance, NormRstd, Normalized};
    if (has_all(base, norm)) return;
    norm.push_back(is_pre_norm(base.config) ? NormOutput : Output);
    std::erase_if(given, [&](Stage s) { return std::ranges::count(norm, s) > 0; });
}

// The short cut for a few units; nullopt where there is none.
std::optional<UnitChange> unit_change(const Snapshot& base, const FeedForward& model, const Edits& edits) {
    constexpr std::int64_t kFewest = 16; // of so many units one: above, the whole product is no dearer
    if (!base.has(Hidden) || !base.has(Projection)) return std::nullopt;
    if (base.edits.threshold != edits.threshold) return std::nullopt;
    const std::set<std::int64_t> now = edited_units(edits);
    std::set<std::int64_t> touched = edited_units(base.edits);
    touched.insert(now.begin(), now.end());
    UnitChange change;
    change.hidden = base.kept[std::size_t(Hidden)].get();
    change.touched.assign(touched.begin(), touched.end());
    const bool few = std::int64_t(now.size()) * kFewest <= model.config.d_ff;
    const Tensor* unedited =
        base.edits.empty() ? base.kept[std::size_t(Projection)].get() : base.unedited_projection.get();
    if (edits.threshold || !few || !unedited) return change;
    change.projection = unedited;
    change.edited.assign(now.begin(), now.end());
    change.columns = columns_of(model.down, change.edited);
    return change;
}

// What later edits start from: the projection of the same pass without any.
void remember_unedited(const Snapshot& base, const Difference& d, Snapshot& made) {
    if (d.entering || d.activation || made.edits.empty()) return;
    made.unedited_projection =
        base.edits.empty() ? base.kept[std::size_t(Projection)] : base.unedited_projection;
}

std::shared_ptr<const Snapshot> update_stages(const Snapshot& base, std::shared_ptr<const FeedForward> model,
                                              std::shared_ptr<const Tensor> states, const Edits& edits,
                                              const ForwardOptions& options, const Progress& progress) {
    const Difference d = difference(base, *model, edits);
    PassRequest request;
    request.keep = stages_to_keep(model->config, options);
    request.model = std::move(model);
    request.tokens = base.tokens;
    request.states = std::move(states);
    request.edits = edits;
    request.base = &base;
    request.given = unchanged(request.model->config, d);
    drop_partial_norm(base, request.given);
    if (!has_all(base, request.given)) {
        request.base = nullptr;
        request.given.clear();
        return run_pass(request, options, progress);
    }
    if (d.edits && !d.entering && !d.activation) {
        // Edited from the start: computed without edits once, every later edit is cheap.
        if (!base.edits.empty() && !base.unedited_projection && !edits.empty()) {
            const auto unedited = update_stages(base, request.model, request.states, {}, options, progress);
            return update_stages(*unedited, request.model, request.states, edits, options, progress);
        }
        request.change = unit_change(base, *request.model, edits);
    }
    const auto made = run_pass(request, options, progress);
    if (base.has(Projection)) remember_unedited(base, d, *made);
    return made;
}

} // namespace

std::shared_ptr<const Snapshot> update(const Snapshot& base, std::shared_ptr<const FeedForward> model,
                                       std::shared_ptr<const TokenBatch> tokens,
                                       std::shared_ptr<const Tensor> states, const Edits& edits,
                                       const ForwardOptions& options, const Progress& progress) {
    check_edits(edits, model->config.d_ff);
    if (!base.model || !base.has(Input) || !same_matrices(*base.model, *model))
        return forward(model, tokens, states, edits, options, progress);
    const bool same_rows = base.kept[std::size_t(Input)] == states && *base.tokens == *tokens;
    if (same_rows) return update_stages(base, model, states, edits, options, progress);
    const auto moved = update_rows(base, tokens, states, options, progress);
    if (!moved) return forward(model, tokens, states, edits, options, progress);
    return update_stages(*moved, model, states, edits, options, progress);
}

std::shared_ptr<const Snapshot> update_edits(const Snapshot& base, const Edits& edits,
                                             const ForwardOptions& options, const Progress& progress) {
    return update(base, base.model, base.tokens, base.kept[std::size_t(Input)], edits, options, progress);
}

std::shared_ptr<const Snapshot> update_tokens(const Snapshot& base, std::shared_ptr<const TokenBatch> tokens,
                                              std::shared_ptr<const Tensor> states,
                                              const ForwardOptions& options, const Progress& progress) {
    return update(base, base.model, std::move(tokens), std::move(states), base.edits, options, progress);
}

std::shared_ptr<const Snapshot> update_model(const Snapshot& base, std::shared_ptr<const FeedForward> model,
                                             const ForwardOptions& options, const Progress& progress) {
    return update(base, std::move(model), base.tokens, base.kept[std::size_t(Input)], base.edits, options,
                  progress);
}

} // namespace ffn

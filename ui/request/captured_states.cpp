#include "ui/request/captured_states.h"

#include "engine/core/error.h"
#include "engine/exports/capture_file.h"
#include "engine/exports/capture_names.h"
#include "engine/tokens/hidden_states_csv.h"

#include <algorithm>
#include <filesystem>

namespace ffn::ui {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kInput = "/input";

/// A capture and what is named of it.
struct Wanted {
    std::shared_ptr<const TensorArchive> capture; ///< null: the file is none
    std::string tensor;
};

Wanted capture_in(const std::string& text) {
    std::error_code ignored;
    std::size_t end = text.size();
    while (!fs::exists(fs::path(text.substr(0, end)), ignored)) {
        end = text.rfind(':', end - 1);
        if (end == std::string::npos || end == 0) return {};
    }
    const fs::path file = text.substr(0, end);
    if (!fs::is_regular_file(file, ignored) || looks_like_csv(file)) return {};
    auto archive = open_archive(file);
    if (!is_capture(*archive)) return {};
    return {std::move(archive), end < text.size() ? text.substr(end + 1) : std::string()};
}

bool same_sizes(const FeedForwardConfig& a, const FeedForwardConfig& b) {
    return a.d_model == b.d_model && a.d_ff == b.d_ff && a.gated == b.gated;
}

/// The captured name of the model's block of that name; empty where there is none.
std::string captured_name(const TensorArchive& capture, const OpenedModel& model, const std::string& id) {
    const std::vector<Block>& blocks = model.listing.blocks;
    const auto matches = captured_blocks_of(capture, model.listing);
    for (std::size_t i = 0; i < blocks.size(); ++i)
        if (blocks[i].id == id && matches[i]) return captured_blocks(capture)[*matches[i]].id;
    return {};
}

[[noreturn]] void throw_other_model(const TensorArchive& capture, const OpenedModel& model) {
    constexpr std::size_t kShown = 12;
    const auto blocks = captured_blocks(capture);
    std::string names;
    for (std::size_t i = 0; i < std::min(blocks.size(), kShown); ++i)
        names += (i ? ", " : "") + blocks[i].id;
    if (blocks.size() > kShown) names += ", … (" + std::to_string(blocks.size()) + " in all)";
    const std::string& id = model.model->block;
    const FeedForwardConfig& config = model.model->config;
    throw Error(capture.path(),
                "is a capture of the blocks " + names + ", and none of them is the model's block" +
                    (id.empty() ? "" : " '" + id + "'") + " by its name and its sizes (d_model " +
                    std::to_string(config.d_model) + ", d_ff " + std::to_string(config.d_ff) +
                    "); give the capture of this model, or name a tensor as FILE:BLOCK/input");
}

} // namespace

std::vector<std::optional<std::size_t>> captured_blocks_of(const TensorArchive& capture,
                                                           const ModelListing& listing) {
    const std::vector<CapturedBlock> captured = captured_blocks(capture);
    std::vector<std::string> captured_ids, ids;
    for (const CapturedBlock& block : captured)
        captured_ids.push_back(block.id);
    for (const Block& block : listing.blocks)
        ids.push_back(block.id);
    auto matches = match_captured(captured_ids, ids);
    for (std::size_t i = 0; i < matches.size(); ++i)
        if (matches[i] && !same_sizes(captured[*matches[i]].config, listing.blocks[i].config))
            matches[i].reset();
    return matches;
}

ModelInput read_states(const std::string& file_and_tensor, const OpenedModel& model) {
    const std::int64_t d_model = model.model->config.d_model;
    const auto [capture, tensor] = capture_in(file_and_tensor);
    if (!capture || capture->find(tensor) >= 0) return read_hidden_states(file_and_tensor, d_model);
    std::string id = model.model->block;
    if (tensor.ends_with(kInput)) id = tensor.substr(0, tensor.size() - kInput.size());
    const bool named = !tensor.empty() && !tensor.ends_with(kInput);
    const std::string captured = named ? std::string() : captured_name(*capture, model, id);
    if (tensor.empty() && captured.empty()) throw_other_model(*capture, model);
    if (captured.empty()) return read_hidden_states(file_and_tensor, d_model); // which says what there is
    return read_hidden_states(capture->path().string() + ":" + captured + std::string(kInput), d_model);
}

} // namespace ffn::ui

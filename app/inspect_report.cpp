#include "app/inspect_report.h"

#include "app/terminal_text.h"
#include "engine/core/number_text.h"
#include "engine/exports/capture_file.h"
#include "engine/exports/snapshot_file.h"
#include "engine/model/block_choice.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace ffn::app {

namespace {

using Json = nlohmann::ordered_json;
using Rows = std::vector<std::vector<std::string>>;

Json name_or_null(const std::string& name) {
    return name.empty() ? Json(nullptr) : Json(name);
}

Json tensors_json(const BlockTensors& t) {
    Json json = {{"up", name_or_null(t.up)},
                 {"up_bias", name_or_null(t.up_bias)},
                 {"gate", name_or_null(t.gate)},
                 {"down", name_or_null(t.down)},
                 {"down_bias", name_or_null(t.down_bias)},
                 {"norm_gain", name_or_null(t.norm_gain)},
                 {"norm_bias", name_or_null(t.norm_bias)}};
    for (const auto& [key, tensor] : {std::pair{"gate_bias", t.gate_bias},
                                      {"second_gain", t.second_gain},
                                      {"second_bias", t.second_bias}})
        if (!tensor.empty()) json[key] = tensor;
    return json;
}

/// What a file of stages holds.
struct SavedStages {
    enum Kind { None, Capture, Snapshot } kind = None;
    std::string block;              ///< of a snapshot
    std::vector<std::string> names; ///< of the capture's blocks, of the snapshot's stages
};

SavedStages saved_stages(const TensorArchive& archive) {
    SavedStages saved;
    if (is_capture(archive)) {
        saved.kind = SavedStages::Capture;
        for (const CapturedBlock& block : captured_blocks(archive))
            saved.names.push_back(block.id);
    } else if (is_snapshot(archive)) {
        saved.kind = SavedStages::Snapshot;
        if (const auto block = archive.metadata().find("ffnscope.block"); block != archive.metadata().end())
            saved.block = block->second;
        for (const TensorInfo& tensor : archive.tensors())
            saved.names.push_back(tensor.name);
    }
    return saved;
}

Json block_json(const Block& block) {
    const FeedForwardConfig& c = block.config;
    Json json = {{"index", block.index},
                 {"id", block.id},
                 {"family", block.family},
                 {"d_model", c.d_model},
                 {"d_ff", c.d_ff},
                 {"activation", name(c.activation)},
                 {"activation_source", name(block.activation_source)},
                 {"norm", name(c.norm)},
                 {"norm_source", name(block.norm_source)},
                 {"norm_placement", name(c.placement)},
                 {"norm_placement_source", name(block.placement_source)},
                 {"eps", c.eps},
                 {"eps_source", name(block.eps_source)},
                 {"gated", c.gated},
                 {"tensors", tensors_json(block.tensors)}};
    if (c.second_norm) json["second_norm"] = true;
    if (!block.note.empty()) json["note"] = block.note;
    if (!block.refusal.empty()) json["refusal"] = block.refusal;
    return json;
}

/// Notes and refusals, each once with the blocks it is about.
std::string notes_text(const std::vector<Block>& blocks) {
    std::vector<std::pair<std::string, std::string>> notes; // text, blocks
    const auto add = [&](const std::string& note, int index) {
        if (note.empty()) return;
        const auto known = std::ranges::find(notes, note, &std::pair<std::string, std::string>::first);
        const std::string number = std::to_string(index);
        if (known == notes.end())
            notes.emplace_back(note, number);
        else
            known->second += ", " + number;
    };
    for (const Block& block : blocks) {
        add(block.note, block.index);
        add(block.refusal.empty() ? "" : "cannot be run: " + block.refusal, block.index);
    }
    std::string text;
    for (const auto& [note, which] : notes)
        text += "block " + which + ": " + note + "\n";
    return text;
}

std::string shape_text(const std::vector<std::int64_t>& shape) {
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i ? ", " : "") + std::to_string(shape[i]);
    return text + "]";
}

/// "family", or "placement config, norm family" where they come from different places.
std::string norm_source_text(const Block& block) {
    const std::string norm(name(block.norm_source));
    if (block.config.norm == Norm::None || block.norm_source == block.placement_source) return norm;
    return "placement " + std::string(name(block.placement_source)) + ", norm " + norm;
}

std::string blocks_text(const std::vector<Block>& blocks) {
    Rows rows{{"", "block", "family", "d_model", "d_ff", "activation", "(from)", "norm", "(from)", "eps",
               "(from)"}};
    for (const Block& b : blocks) {
        const FeedForwardConfig& c = b.config;
        rows.push_back({std::to_string(b.index), b.id.empty() ? "(whole file)" : printable(b.id),
                        printable(b.family), std::to_string(c.d_model), std::to_string(c.d_ff),
                        (c.gated ? "gated " : "") + std::string(name(c.activation)),
                        std::string(name(b.activation_source)), norm_text(c), norm_source_text(b),
                        c.norm == Norm::None ? "" : number_text(c.eps),
                        c.norm == Norm::None ? "" : std::string(name(b.eps_source))});
    }
    return table_text(rows, {true, false, false, true, true, false, false, false, false, true, false}) +
           notes_text(blocks);
}

/// A file of stages, and what can be done with it; empty for any other.
std::string stages_text(const TensorArchive& archive) {
    const SavedStages saved = saved_stages(archive);
    std::string list;
    for (const std::string& name : saved.names)
        list += (list.empty() ? "" : ", ") + printable(name);
    const std::string file = printable(archive.path().filename().string());
    if (saved.kind == SavedStages::Capture)
        return "a capture of the blocks " + list + "\nffnscope " + file +
               " opens it, also together with the weights; "
               "--input " +
               file + " gives each block of the model what it got\n";
    if (saved.kind == SavedStages::Snapshot)
        return "a snapshot of " + (saved.block.empty() ? "a block" : "the block " + printable(saved.block)) +
               ", with its stages " + list + "\nffnscope " + file + " opens it; analyze --against " + file +
               " compares with it; --input " + file + ":STAGE takes a stage as hidden states\n";
    return "";
}

std::string embeddings_text(const std::vector<EmbeddingTable>& tables) {
    Rows rows{{"embedding", "vocabulary", "dim"}};
    for (const EmbeddingTable& table : tables)
        rows.push_back(
            {printable(table.tensor), std::to_string(table.vocabulary), std::to_string(table.dim)});
    return tables.empty() ? std::string() : table_text(rows, {false, true, true}) + "\n";
}

std::string tensors_text(const std::vector<TensorInfo>& tensors) {
    Rows rows{{"tensor", "type", "shape"}};
    for (const TensorInfo& t : tensors)
        rows.push_back({printable(t.name), printable(t.dtype),
                        shape_text(t.shape) + (t.readable ? "" : "  (a type that cannot be read here)")});
    return table_text(rows, {false, false, false});
}

} // namespace

std::string inspect_json(const TensorArchive& archive, const ModelListing& listing) {
    Json json;
    json["format"] = archive.format();
    const SavedStages saved = saved_stages(archive);
    if (saved.kind == SavedStages::Capture) json["capture"] = {{"blocks", saved.names}};
    if (saved.kind == SavedStages::Snapshot)
        json["snapshot"] = {{"block", name_or_null(saved.block)}, {"stages", saved.names}};
    json["tensors"] = Json::array();
    for (const TensorInfo& t : archive.tensors())
        json["tensors"].push_back({{"name", t.name}, {"dtype", t.dtype}, {"shape", t.shape}});
    json["blocks"] = Json::array();
    for (const Block& block : listing.blocks)
        json["blocks"].push_back(block_json(block));
    json["embeddings"] = Json::array();
    for (const EmbeddingTable& e : listing.embeddings)
        json["embeddings"].push_back({{"tensor", e.tensor}, {"vocabulary", e.vocabulary}, {"dim", e.dim}});
    // Names that are no UTF-8 get U+FFFD: JSON has no other way.
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string inspect_text(const TensorArchive& archive, const ModelListing& listing) {
    std::string text = printable(archive.path().string()) + ": " + std::string(archive.format()) + ", " +
                       counted(std::int64_t(archive.tensors().size()), "tensor");
    const std::string stages = stages_text(archive);
    if (!stages.empty() && listing.blocks.empty())
        text += "\n\n" + stages + "\n";
    else
        text += ", " + counted(std::int64_t(listing.blocks.size()), "feed-forward block") + "\n\n" +
                (listing.blocks.empty() ? printable(no_block_reason(archive)) + "\n"
                                        : blocks_text(listing.blocks)) +
                "\n";
    text += embeddings_text(listing.embeddings);
    return text + tensors_text(archive.tensors());
}

} // namespace ffn::app

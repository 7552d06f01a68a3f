#include "engine/exports/snapshot_file.h"

#include "engine/core/atomic_file.h"
#include "engine/exports/raw_values.h"
#include "engine/exports/snapshot_metadata.h"
#include "engine/forward/block_stages.h"
#include "engine/tokens/token_metadata.h"

#include <algorithm>
#include <cassert>
#include <nlohmann/json.hpp>

namespace ffn {

namespace {

using nlohmann::json;

const std::string kMark = "ffnscope.snapshot", kVersion = "1", kSource = "ffnscope.source",
                  kBlock = "ffnscope.block";
constexpr std::size_t kMostHeader = 100'000'000; // what readers of safetensors accept

std::vector<std::int64_t> file_shape(Stage stage, const Shape& shape) {
    if (info(stage).width == StageWidth::One) return {shape.batch, shape.len};
    return {shape.batch, shape.len, shape.dim};
}

json metadata_of(const Snapshot& snapshot) {
    json metadata = token_metadata(*snapshot.tokens);
    metadata[kMark] = kVersion;
    metadata["ffnscope.config"] = config_text(snapshot.config);
    metadata["ffnscope.edits"] = edits_text(snapshot.edits);
    metadata[kSource] = snapshot.source;
    metadata[kBlock] = snapshot.block;
    return metadata;
}

// u64 length, JSON padded with blanks so that the values begin at a multiple of 8.
std::string file_header(const Snapshot& snapshot, const std::vector<Stage>& stages,
                        const std::filesystem::path& file) {
    nlohmann::ordered_json header;
    header["__metadata__"] = metadata_of(snapshot);
    std::uint64_t offset = 0;
    for (const Stage stage : stages) {
        const std::uint64_t end = offset + std::uint64_t(snapshot.stage(stage).size()) * sizeof(float);
        header[std::string(name(stage))] = {{"dtype", "F32"},
                                            {"shape", file_shape(stage, snapshot.shape(stage))},
                                            {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text = header.dump(-1, ' ', false, json::error_handler_t::replace);
    text.append((8 - text.size() % 8) % 8, ' ');
    if (text.size() > kMostHeader)
        throw Error(file, "cannot be written: the tokens' names are longer than safetensors allows (100 MB)");
    std::string length;
    for (int i = 0; i < 8; ++i)
        length += char(std::uint64_t(text.size()) >> (8 * i) & 0xFF);
    return length + text;
}

std::int64_t stage_dim(Stage stage, const FeedForwardConfig& config) {
    switch (info(stage).width) {
    case StageWidth::Model:
        return config.d_model;
    case StageWidth::Hidden:
        return config.d_ff;
    case StageWidth::One:
        break;
    }
    return 1;
}

// Throws unless the block has such a stage and the tensor the shape it must have.
void check_stage(const TensorArchive& archive, const TensorInfo& tensor, Stage stage,
                 const Snapshot& snapshot) {
    const auto& config = snapshot.config;
    const std::string which = "its stage " + tensor.name;
    if (std::ranges::count(stages_of(config), stage) == 0)
        throw Error(archive.path(), which + " does not exist in a block of its kind");
    const Shape shape{snapshot.tokens->batch(), snapshot.tokens->len(), stage_dim(stage, config)};
    if (tensor.dtype != "F32" || tensor.shape != file_shape(stage, shape))
        throw Error(archive.path(), which + " does not have the shape that its tokens and config ask for");
}

// Padding must be zero, for it is left out of every statistic and not of the pictures.
void check_padding(const TensorArchive& archive, Stage stage, const Snapshot& snapshot,
                   const Tensor& values) {
    const std::int64_t len = values.shape().len;
    for (std::int64_t b = 0; b < snapshot.tokens->batch(); ++b)
        for (std::int64_t p = snapshot.tokens->length(b); p < len; ++p)
            if (std::ranges::any_of(values.row(b * len + p), [](float v) { return v != 0.0F; }))
                throw Error(archive.path(), "its stage " + std::string(name(stage)) + " has values in row " +
                                                std::to_string(b) + " beyond that row's last token");
}

StageSummary summarize(const TokenBatch& tokens, const Tensor& values) {
    StageSummary summary;
    for (std::int64_t b = 0; b < tokens.batch(); ++b)
        for (std::int64_t p = 0; p < tokens.length(b); ++p)
            summary.add(values.row(b * values.shape().len + p));
    return summary;
}

void read_stage(const TensorArchive& archive, std::size_t index, Snapshot& snapshot) {
    const TensorInfo& tensor = archive.tensors()[index];
    const auto stage = stage_from_name(tensor.name);
    if (!stage) throw Error(archive.path(), "its tensor “" + tensor.name + "” is no stage");
    check_stage(archive, tensor, *stage, snapshot);
    auto values = std::make_shared<Tensor>(Tensor::uninitialized(
        {snapshot.tokens->batch(), snapshot.tokens->len(), stage_dim(*stage, snapshot.config)}));
    archive.read(index, values->values());
    check_padding(archive, *stage, snapshot, *values);
    snapshot.summaries[std::size_t(*stage)] = summarize(*snapshot.tokens, *values);
    snapshot.kept[std::size_t(*stage)] = std::move(values);
}

std::string entry(const TensorArchive& archive, const std::string& key) {
    const auto found = archive.metadata().find(key);
    return found == archive.metadata().end() ? std::string() : found->second;
}

} // namespace

void write_snapshot(const Snapshot& snapshot, const std::vector<Stage>& stages,
                    const std::filesystem::path& file, const Progress& progress) {
    std::int64_t done = 0, total = 0;
    for (const Stage stage : stages) {
        assert(snapshot.has(stage));
        total += snapshot.stage(stage).size();
    }
    const std::string header = file_header(snapshot, stages, file);
    AtomicFile out(file);
    out.write(header);
    for (const Stage stage : stages) {
        write_values(out, snapshot.stage(stage).values(), progress, done, total);
        done += snapshot.stage(stage).size();
    }
    progress.check();
    out.commit();
}

bool is_snapshot(const TensorArchive& archive) {
    return archive.metadata().contains(kMark);
}

std::shared_ptr<const Snapshot> read_snapshot(const TensorArchive& archive) {
    if (!is_snapshot(archive)) throw Error(archive.path(), "is not a snapshot");
    if (entry(archive, kMark) != kVersion)
        throw Error(archive.path(),
                    "is a snapshot of version “" + entry(archive, kMark) + "”; version 1 is known here");
    auto tokens = tokens_from_metadata(archive);
    if (!tokens || tokens->tokens() == 0) throw Error(archive.path(), "is a snapshot without tokens");
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->tokens = std::make_shared<const TokenBatch>(std::move(*tokens));
    snapshot->config = config_from_metadata(archive);
    snapshot->edits = edits_from_metadata(archive, snapshot->config.d_ff);
    snapshot->source = entry(archive, kSource);
    snapshot->block = entry(archive, kBlock);
    if (archive.tensors().empty()) throw Error(archive.path(), "is a snapshot without stages");
    for (std::size_t i = 0; i < archive.tensors().size(); ++i)
        read_stage(archive, i, *snapshot);
    return snapshot;
}

} // namespace ffn

#include "ui/model_browser/model_tables.h"

#include "engine/formats/element_type.h"
#include "engine/formats/gguf_types.h"
#include "engine/model/families.h"
#include "ui/model_browser/tensor_meaning.h"
#include "ui/model_browser/tensor_picture.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <unordered_map>

namespace ffn::ui {

namespace {

struct TableText {
    Q_DECLARE_TR_FUNCTIONS(ModelTables)
};

std::set<std::string> namesOf(const BlockTensors& t) {
    std::set<std::string> names{t.up,        t.up_bias,   t.gate,      t.gate_bias,   t.down,
                                t.down_bias, t.norm_gain, t.norm_bias, t.second_gain, t.second_bias};
    names.erase("");
    return names;
}

double gainNorm(const TensorArchive& archive, const Block& block) {
    const std::int64_t index = archive.find(block.tensors.norm_gain);
    if (block.tensors.norm_gain.empty() || index < 0) return -1;
    const Family* family = family_from_name(block.family);
    const double offset = family && family->gain_plus_one ? 1 : 0;
    const Tensor gain = archive.read(std::size_t(index));
    double sum = 0;
    for (const float g : gain.values())
        sum += (double(g) + offset) * (double(g) + offset);
    return std::sqrt(sum);
}

BlockFacts factsOf(const TensorArchive& archive, const Block& block) {
    BlockFacts facts;
    for (const std::string& name : namesOf(block.tensors))
        if (const std::int64_t index = archive.find(name); index >= 0)
            facts.parameters += archive.tensors()[std::size_t(index)].count();
    for (const std::string& name : {block.tensors.up, block.tensors.gate, block.tensors.down}) {
        const std::int64_t index = archive.find(name);
        if (name.empty() || index < 0) continue;
        const std::string& dtype = archive.tensors()[std::size_t(index)].dtype;
        if (facts.dtypes.find(dtype) == std::string::npos)
            facts.dtypes.append(facts.dtypes.empty() ? "" : " ").append(dtype);
    }
    facts.gain_norm = gainNorm(archive, block);
    return facts;
}

std::string notesOf(const Block& block) {
    if (block.refusal.empty()) return block.note;
    const std::string refusal =
        TableText::tr("cannot be computed: %1").arg(QString::fromStdString(block.refusal)).toStdString();
    return block.note.empty() ? refusal : block.note + "; " + refusal;
}

QString sourceText(ConfigSource source) {
    switch (source) {
    case ConfigSource::Config:
        return TableText::tr("config");
    case ConfigSource::Family:
        return TableText::tr("family");
    case ConfigSource::Option:
        return TableText::tr("option");
    }
    return {};
}

/// "config", or "activation config, norm family, …" where they come from different places.
QString sourcesText(const Block& block) {
    std::vector<std::pair<QString, ConfigSource>> parts{
        {TableText::tr("activation"), block.activation_source}};
    if (block.config.norm != Norm::None) {
        parts.emplace_back(TableText::tr("norm"), block.norm_source);
        parts.emplace_back(TableText::tr("placement"), block.placement_source);
        parts.emplace_back("eps", block.eps_source);
    }
    const auto is_first = [&](const auto& part) { return part.second == parts.front().second; };
    if (std::ranges::all_of(parts, is_first)) return sourceText(parts.front().second);
    QStringList words;
    for (const auto& [part, source] : parts)
        words << part + " " + sourceText(source);
    return words.join(", ");
}

std::vector<TableCell> blockRow(const Block& block, const BlockFacts* facts) {
    const FeedForwardConfig& c = block.config;
    std::vector<TableCell> row{std::int64_t(block.index),
                               block.id,
                               block.family,
                               c.d_model,
                               c.d_ff,
                               name(c.activation),
                               sourcesText(block).toStdString(),
                               (c.gated ? TableText::tr("yes") : TableText::tr("no")).toStdString(),
                               norm_text(c)};
    row.emplace_back(facts ? TableCell(facts->dtypes) : TableCell());
    row.emplace_back(facts ? TableCell(facts->parameters) : TableCell());
    row.emplace_back(facts && facts->gain_norm >= 0 ? TableCell(facts->gain_norm) : TableCell());
    row.emplace_back(notesOf(block));
    return row;
}

/// "2: up" for each block that has it.
std::unordered_map<std::string, std::string> partsOf(const ModelListing& listing) {
    std::unordered_map<std::string, std::string> parts;
    for (const Block& block : listing.blocks)
        for (const std::string& name : namesOf(block.tensors)) {
            std::string& text = parts[name];
            text.append(text.empty() ? "" : ", ")
                .append(std::to_string(block.index))
                .append(": ")
                .append(tensorRole(block.tensors, name));
        }
    for (const EmbeddingTable& table : listing.embeddings)
        parts.try_emplace(table.tensor, TableText::tr("embeddings").toStdString());
    return parts;
}

/// What the values take in the file; nothing for types nobody knows here.
std::optional<std::int64_t> bytesOf(const TensorInfo& tensor) {
    if (const auto type = element_type_from_name(tensor.dtype))
        return tensor.count() * std::int64_t(byte_size(*type));
    for (std::uint32_t number = 0; number < 64; ++number) {
        const GgufType* type = gguf_type(number);
        if (type && type->name == tensor.dtype)
            return tensor.count() / std::int64_t(type->block) * std::int64_t(type->bytes);
    }
    return std::nullopt;
}

} // namespace

std::vector<BlockFacts> blockFacts(const TensorArchive& archive, const ModelListing& listing,
                                   const Progress& progress) {
    std::vector<BlockFacts> facts;
    for (const Block& block : listing.blocks) {
        progress.check();
        facts.push_back(factsOf(archive, block));
        if (progress.report) progress.report(std::int64_t(facts.size()), std::int64_t(listing.blocks.size()));
    }
    return facts;
}

Table blocksTable(const ModelListing& listing, const std::vector<BlockFacts>& facts) {
    Table table{"blocks",
                {"index", "block", "family", "d_model", "d_ff", "activation", "known_from", "gated", "norm",
                 "dtype", "parameters", "gain_norm", "notes"},
                {}};
    for (std::size_t i = 0; i < listing.blocks.size(); ++i)
        table.rows.push_back(blockRow(listing.blocks[i], i < facts.size() ? &facts[i] : nullptr));
    return table;
}

Table tensorsTable(const TensorArchive& archive, const ModelListing& listing) {
    Table table{"tensors", {"tensor", "dtype", "shape", "part", "bytes"}, {}};
    const auto parts = partsOf(listing);
    for (const TensorInfo& t : archive.tensors()) {
        const auto part = parts.find(t.name);
        const auto bytes = bytesOf(t);
        table.rows.push_back({t.name, t.dtype, shapeText(t.shape).toStdString(),
                              part == parts.end() ? std::string() : part->second,
                              bytes ? TableCell(*bytes) : TableCell()});
    }
    return table;
}

QStringList blockHeaders() {
    return {"#",
            TableText::tr("block"),
            TableText::tr("family"),
            "d_model",
            "d_ff",
            TableText::tr("activation"),
            TableText::tr("known from"),
            TableText::tr("gated"),
            TableText::tr("norm"),
            TableText::tr("type"),
            TableText::tr("parameters"),
            TableText::tr("‖gain‖"),
            TableText::tr("notes")};
}

QStringList tensorHeaders() {
    return {TableText::tr("tensor"), TableText::tr("type"), TableText::tr("shape"), TableText::tr("part"),
            TableText::tr("bytes")};
}

} // namespace ffn::ui

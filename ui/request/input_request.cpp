#include "ui/request/input_request.h"

#include "engine/core/memory.h"
#include "ui/request/captured_states.h"
#include "ui/request/tokenizer_choice.h"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace ffn::ui {

namespace {

namespace fs = std::filesystem;

/// "FILE:TENSOR" cut at the first colon with a file before it, unless all of it is the name of a file: a
/// tensor's name may have colons, too. Where there is no such file, the last colon tells which one is missed.
std::pair<fs::path, std::string> split_tensor(const std::string& file_and_tensor) {
    std::error_code ignored;
    const auto last = file_and_tensor.rfind(':');
    if (last == std::string::npos || fs::exists(fs::path(file_and_tensor), ignored))
        return {file_and_tensor, ""};
    auto colon = file_and_tensor.find(':');
    while (colon != last && !fs::exists(fs::path(file_and_tensor.substr(0, colon)), ignored))
        colon = file_and_tensor.find(':', colon + 1);
    return {file_and_tensor.substr(0, colon), file_and_tensor.substr(colon + 1)};
}

bool is_table(const TensorInfo& tensor, std::int64_t d_model) {
    return tensor.shape.size() == 2 && tensor.shape[0] > 0 && tensor.shape[1] == d_model;
}

std::string shape_text(const TensorInfo& tensor) {
    std::string text = "[";
    for (std::size_t i = 0; i < tensor.shape.size(); ++i)
        text += (i ? ", " : "") + std::to_string(tensor.shape[i]);
    return text + "]";
}

/// The embedding table called `name`, checked for its shape.
std::size_t find_table(const TensorArchive& archive, const std::string& name, std::int64_t d_model) {
    const std::int64_t index = archive.find(name);
    if (index < 0) throw Error(archive.path(), "there is no tensor “" + name + "” to take embeddings from");
    const TensorInfo& tensor = archive.tensors()[std::size_t(index)];
    if (!is_table(tensor, d_model))
        throw Error(archive.path(), "the embedding table “" + name + "” has shape " + shape_text(tensor) +
                                        ", expected [vocabulary, " + std::to_string(d_model) + "]");
    return std::size_t(index);
}

/// The one tensor of the file that can be an embedding table: a known name, else the only fitting matrix.
std::size_t guess_table(const TensorArchive& archive, std::int64_t d_model) {
    const std::vector<EmbeddingTable> fitting = table_choices(archive, d_model);
    if (fitting.size() == 1) return find_table(archive, fitting.front().tensor, d_model);
    std::string sentence = fitting.empty() ? "no tensor has the shape" : "several tensors have the shape";
    sentence += " [vocabulary, " + std::to_string(d_model) + "] of an embedding table for this model";
    for (std::size_t i = 0; i < std::min<std::size_t>(fitting.size(), 8); ++i)
        sentence += (i ? ", " : ": ") + fitting[i].tensor;
    if (!fitting.empty()) sentence += "; name one as FILE:TENSOR";
    throw Error(archive.path(), sentence);
}

std::shared_ptr<const Tensor> read_table(const TensorArchive& archive, std::size_t index, std::uint64_t limit,
                                         const Progress& progress) {
    progress.check();
    const std::uint64_t needed = std::uint64_t(archive.tensors()[index].count()) * sizeof(float);
    if (limit == 0) limit = available_memory();
    if (needed > limit)
        throw Error(archive.path(), "the embedding table “" + archive.tensors()[index].name + "” needs " +
                                        bytes_text(needed) + " of memory and may use " + bytes_text(limit));
    auto table = std::make_shared<const Tensor>(archive.read(index));
    progress.check();
    return table;
}

/// Whether every id of the tokeniser is a row of the table; unknown where it has no fixed vocabulary.
bool fits(const Tokenizer& tokenizer, const EmbeddingTable& table, std::int64_t d_model) {
    return table.dim == d_model && tokenizer.vocabulary_size().value_or(0) <= table.vocabulary;
}

/// The model's own table: the one its notes name, else the first that fits model and tokeniser.
std::string own_table(const TokenEncoder& encoder, const OpenedModel& model) {
    if (model.vocabulary && !model.vocabulary->embedding.empty()) return model.vocabulary->embedding;
    for (const EmbeddingTable& table : model.listing.embeddings)
        if (fits(*encoder.tokenizer, table, encoder.d_model)) return table.tensor;
    return {};
}

void choose_table(TokenEncoder& encoder, const InputRequest& request, const OpenedModel& model,
                  const Progress& progress) {
    if (!request.embedding.empty() && request.embedding != "random") {
        const auto [file, tensor] = split_tensor(request.embedding);
        const auto archive = open_archive(file);
        const std::size_t index = tensor.empty() ? guess_table(*archive, encoder.d_model)
                                                 : find_table(*archive, tensor, encoder.d_model);
        encoder.table = read_table(*archive, index, request.memory_limit, progress);
        encoder.embedding = archive->tensors()[index].name;
        return;
    }
    const std::string own = request.embedding.empty() ? own_table(encoder, model) : std::string();
    if (own.empty()) {
        encoder.embedding = "random (seed " + std::to_string(encoder.seed) + ")";
        return;
    }
    encoder.table = read_table(*model.archive, find_table(*model.archive, own, encoder.d_model),
                               request.memory_limit, progress);
    encoder.embedding = own;
}

Positions noted_positions(const OpenedModel& model) {
    return model.vocabulary ? model.vocabulary->positions : Positions::None;
}

} // namespace

ModelInput TokenEncoder::encode_texts(const std::vector<std::string>& texts) const {
    return embed_tokens(tokenizer->encode(texts), tokenizer->vocabulary_size() ? RowKey::Id : RowKey::Text);
}

ModelInput TokenEncoder::encode_ids(const std::vector<std::string>& rows) const {
    return embed_tokens(token_batch_from_ids(rows, tokenizer.get()), RowKey::Id);
}

ModelInput TokenEncoder::embed_tokens(TokenBatch batch, RowKey key) const {
    auto tokens = std::make_shared<const TokenBatch>(std::move(batch));
    if (table) return embed(std::move(tokens), *table, positions);
    return embed_randomly(std::move(tokens), key, d_model, seed, positions);
}

std::vector<EmbeddingTable> table_choices(const TensorArchive& archive, std::int64_t d_model) {
    for (const EmbeddingTable& known : find_blocks(archive).embeddings)
        if (known.dim == d_model) return {known};
    return embedding_candidates(archive, d_model);
}

TokenEncoder make_token_encoder(const InputRequest& request, const OpenedModel& model,
                                const Progress& progress) {
    TokenEncoder encoder;
    encoder.d_model = model.model->config.d_model;
    encoder.seed = request.seed;
    encoder.positions = request.positions.value_or(noted_positions(model));
    TokenizerChoice chosen = choose_tokenizer(request.tokenizer, model, request.special_tokens);
    encoder.tokenizer = std::move(chosen.tokenizer);
    encoder.has_special_tokens = encoder.tokenizer->with_special_tokens(true) != nullptr;
    encoder.models_own = request.tokenizer.empty() ? !encoder.numbers_words() : brings_tokenizer(model);
    encoder.warning = std::move(chosen.warning);
    choose_table(encoder, request, model, progress);
    if (encoder.table && !request.texts.empty() && encoder.numbers_words())
        encoder.warning +=
            (encoder.warning.empty() ? "" : "; ") +
            std::string("the words have no ids of this model's vocabulary: they are numbered in the order "
                        "they appear, so their rows of ") +
            encoder.embedding + " belong to other words";
    return encoder;
}

std::string example_text(const OpenedModel& model) {
    return model.vocabulary ? model.vocabulary->text : std::string();
}

OpenedInput open_input(const InputRequest& request, const OpenedModel& model, const Progress& progress) {
    progress.check();
    if (!request.input.empty()) return {read_states(request.input, model), "", nullptr};
    InputRequest asked = request;
    if (asked.empty()) asked.texts = {example_text(model)};
    if (asked.ids.empty() && asked.texts.front().empty() && request.empty())
        throw Error("there is nothing to feed the model with: give a text, token ids or hidden states "
                    "(--text, --ids or --input)");
    auto encoder = std::make_shared<const TokenEncoder>(make_token_encoder(asked, model, progress));
    ModelInput input =
        asked.ids.empty() ? encoder->encode_texts(asked.texts) : encoder->encode_ids(asked.ids);
    return {std::move(input), encoder->warning, encoder};
}

} // namespace ffn::ui

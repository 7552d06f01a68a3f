#include "ui/request/word_tables.h"

#include "engine/core/memory.h"

#include <array>
#include <utility>

namespace ffn::ui {

namespace {

// After any prefix, as the blocks' tensors are found.
constexpr std::array<std::string_view, 8> kOutputs{"lm_head.weight",         "embed_out.weight",
                                                   "output.weight",          "cls.predictions.decoder.weight",
                                                   "vocab_projector.weight", "generator.proj.weight",
                                                   "lm_head.decoder.weight", "projection.weight"};

bool ends_as(std::string_view name, std::string_view ending) {
    return name == ending || (name.ends_with(ending) && name[name.size() - ending.size() - 1] == '.');
}

/// The output matrix's number in the archive; −1 where the model has none of its own.
std::int64_t find_output(const OpenedModel& model) {
    if (!model.archive) return -1;
    if (model.vocabulary && !model.vocabulary->unembedding.empty())
        return model.archive->find(model.vocabulary->unembedding);
    const auto& tensors = model.archive->tensors();
    for (const std::string_view ending : kOutputs)
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            const auto& shape = tensors[i].shape;
            if (shape.size() == 2 && shape[1] == model.model->config.d_model && shape[0] > shape[1] &&
                ends_as(tensors[i].name, ending))
                return std::int64_t(i);
        }
    return -1;
}

} // namespace

std::string WordTables::word(std::int64_t id) const {
    const auto piece = tokenizer->piece(id);
    return piece ? *piece : std::string(1, '#').append(std::to_string(id));
}

WordTables open_word_tables(const TokenEncoder& encoder, const OpenedModel& model, const Progress& progress) {
    if (!encoder.table)
        throw Error("the embeddings are random, so no words can be read from them; say where the model's are "
                    "with --embedding FILE");
    WordTables tables{encoder.table, encoder.table, encoder.embedding, encoder.embedding, encoder.tokenizer};
    const std::int64_t index = find_output(model);
    if (index < 0) return tables;
    const TensorInfo& info = model.archive->tensors()[std::size_t(index)];
    if (info.name == encoder.embedding) return tables;
    const std::uint64_t needed = std::uint64_t(info.count()) * sizeof(float);
    const std::uint64_t limit = model.memory_limit ? model.memory_limit : available_memory();
    if (needed > limit)
        throw Error(model.archive->path(), "the output matrix “" + info.name + "” needs " +
                                               bytes_text(needed) + " of memory and may use " +
                                               bytes_text(limit));
    progress.check();
    tables.output = std::make_shared<const Tensor>(model.archive->read(std::size_t(index)));
    tables.output_name = info.name;
    return tables;
}

} // namespace ffn::ui

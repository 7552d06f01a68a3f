#include "ui/request/tokenizer_choice.h"

#include "engine/tokens/open_tokenizer.h"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace ffn::ui {

namespace {

namespace fs = std::filesystem;

/// Whether the model has embeddings for that many words.
bool has_table_of(std::int64_t size, const OpenedModel& model) {
    return std::ranges::any_of(model.listing.embeddings, [&](const EmbeddingTable& table) {
        return table.dim == model.model->config.d_model && size <= table.vocabulary;
    });
}

/// The tokeniser's file in the folder that the model is from; nothing where the model has no embeddings.
std::optional<fs::path> file_beside(const OpenedModel& model) {
    if (!model.archive || !has_table_of(1, model)) return std::nullopt;
    std::error_code ignored;
    const fs::path path = model.archive->path();
    const fs::path folder = fs::is_directory(path, ignored) ? path : path.parent_path();
    return find_tokenizer(folder.empty() ? fs::path(".") : folder);
}

/// The tokeniser in that file. One that cannot be read is worth a warning, no more: the model itself is fine.
TokenizerChoice beside(const OpenedModel& model) {
    const auto file = file_beside(model);
    if (!file) return {};
    try {
        TokenizerChoice choice{open_tokenizer(*file), ""};
        const auto size = choice.tokenizer->vocabulary_size();
        return size && has_table_of(*size, model) ? std::move(choice) : TokenizerChoice();
    } catch (const Error& error) {
        return {nullptr, "the tokeniser beside the model cannot be used: " + std::string(error.what())};
    }
}

TokenizerChoice by_name(const std::string& choice, const OpenedModel& model) {
    const std::string noted = model.vocabulary ? model.vocabulary->tokenizer : std::string();
    const std::string kind = choice.empty() ? noted : choice;
    if (kind == "bytes") return {make_bytes_tokenizer(), ""};
    if (!kind.empty() && kind != "words") return {open_tokenizer(kind), ""};
    TokenizerChoice found = kind.empty() ? beside(model) : TokenizerChoice();
    if (!found.tokenizer)
        found.tokenizer =
            make_words_tokenizer(model.vocabulary ? model.vocabulary->vocabulary : std::nullopt);
    return found;
}

} // namespace

bool brings_tokenizer(const OpenedModel& model) {
    const auto& noted = model.vocabulary;
    if (noted && (noted->vocabulary || (!noted->tokenizer.empty() && noted->tokenizer != "words")))
        return true;
    return file_beside(model).has_value();
}

TokenizerChoice choose_tokenizer(const std::string& choice, const OpenedModel& model, bool special_tokens) {
    TokenizerChoice chosen = by_name(choice, model);
    if (!special_tokens) return chosen;
    auto with = chosen.tokenizer->with_special_tokens(true);
    if (!with)
        throw Error("the tokeniser “" + chosen.tokenizer->name() +
                    "” knows of no special tokens to put around a text");
    chosen.tokenizer = std::move(with);
    return chosen;
}

} // namespace ffn::ui

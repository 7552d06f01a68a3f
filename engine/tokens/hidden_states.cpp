#include "engine/tokens/hidden_states.h"

#include "engine/core/error.h"
#include "engine/formats/tensor_archive.h"
#include "engine/tokens/hidden_states_csv.h"
#include "engine/tokens/token_metadata.h"

#include <algorithm>
#include <filesystem>

namespace ffn {

namespace {

// What names of tokens take beside the values, about; a file of very narrow rows must not claim much.
constexpr std::int64_t kTokenBytes = 100, kMostTokenBytes = std::int64_t(50) << 20;

struct Source {
    std::filesystem::path file;
    std::string tensor; // empty: the only one
};

// The longest front part, up to a colon, that exists; so paths and tensor names may hold colons.
Source take_apart(const std::string& text) {
    std::error_code ignored;
    if (std::filesystem::exists(text, ignored)) return {text, {}};
    for (std::size_t colon = text.rfind(':'); colon != std::string::npos && colon > 0;
         colon = text.rfind(':', colon - 1)) {
        if (std::filesystem::exists(text.substr(0, colon), ignored))
            return {text.substr(0, colon), text.substr(colon + 1)};
    }
    throw Error(text, "there is no such file");
}

std::string names_of(const TensorArchive& archive) {
    constexpr std::size_t kMost = 20;
    std::string names;
    for (std::size_t i = 0; i < std::min(archive.tensors().size(), kMost); ++i)
        names += (i ? ", " : "") + archive.tensors()[i].name;
    if (archive.tensors().size() > kMost)
        names += " and " + std::to_string(archive.tensors().size() - kMost) + " more";
    return names;
}

std::size_t choose(const TensorArchive& archive, const std::string& tensor) {
    if (archive.tensors().empty()) throw Error(archive.path(), "holds no tensors");
    if (tensor.empty() && archive.tensors().size() == 1) return 0;
    if (tensor.empty())
        throw Error(archive.path(), "holds several tensors, say which as FILE:TENSOR: " + names_of(archive));
    const auto index = archive.find(tensor);
    if (index < 0)
        throw Error(archive.path(), "has no tensor “" + tensor + "”; it holds " + names_of(archive));
    return std::size_t(index);
}

std::string text_of(const std::vector<std::int64_t>& shape) {
    std::string text;
    for (const auto n : shape)
        text += (text.empty() ? "" : ", ") + std::to_string(n);
    return "[" + text + "]";
}

void check_shape(const TensorArchive& archive, const TensorInfo& info, std::int64_t d_model) {
    const std::string which = "“" + info.name + "” of shape " + text_of(info.shape);
    if (info.shape.size() != 2 && info.shape.size() != 3)
        throw Error(archive.path(), which + ": [len, d_model] or [batch, len, d_model] is expected");
    if (info.shape.back() != d_model)
        throw Error(archive.path(), which + " has " + std::to_string(info.shape.back()) +
                                        " values a token, but the model's d_model is " +
                                        std::to_string(d_model));
    if (info.count() == 0) throw Error(archive.path(), which + " holds no tokens");
    const std::int64_t tokens = info.count() / d_model;
    if (tokens > (kMostTokenBytes + info.count()) / kTokenBytes)
        throw Error(archive.path(), which + " holds " + std::to_string(tokens) +
                                        " tokens, more than are read of such narrow rows");
}

// Tokens called "0", "1", … where the file has no names for them.
TokenBatch numbered(const Shape& shape) {
    TokenBatch batch;
    batch.rows.resize(std::size_t(shape.batch));
    for (auto& row : batch.rows) {
        row.reserve(std::size_t(shape.len));
        for (std::int64_t p = 0; p < shape.len; ++p)
            row.push_back({std::to_string(p), -1, 0, 0});
    }
    return batch;
}

TokenBatch label(const TensorArchive& archive, const Shape& shape) {
    auto tokens = tokens_from_metadata(archive);
    if (tokens && tokens->batch() == shape.batch && tokens->len() == shape.len) return std::move(*tokens);
    return numbered(shape);
}

void clear_padding(const TokenBatch& tokens, Tensor& states) {
    for (std::int64_t b = 0; b < tokens.batch(); ++b)
        for (std::int64_t p = tokens.length(b); p < tokens.len(); ++p)
            std::ranges::fill(states.row(b * tokens.len() + p), 0.0F);
}

} // namespace

ModelInput read_hidden_states(const std::string& file_and_tensor, std::int64_t d_model) {
    const auto [file, tensor] = take_apart(file_and_tensor);
    std::error_code ignored;
    if (std::filesystem::is_regular_file(file, ignored) && looks_like_csv(file)) {
        if (!tensor.empty()) throw Error(file, "is a CSV; it has no tensor “" + tensor + "”");
        return read_hidden_states_csv(file, d_model);
    }
    const auto archive = open_archive(file);
    const std::size_t index = choose(*archive, tensor);
    check_shape(*archive, archive->tensors()[index], d_model);
    auto states = std::make_shared<Tensor>(archive->read(index));
    auto tokens = std::make_shared<const TokenBatch>(label(*archive, states->shape()));
    clear_padding(*tokens, *states);
    return {std::move(tokens), std::move(states)};
}

} // namespace ffn

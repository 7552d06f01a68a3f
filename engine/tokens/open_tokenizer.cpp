#include "engine/tokens/open_tokenizer.h"

#include "engine/core/error.h"
#include "engine/formats/json_text.h"
#include "engine/tokens/byte_level_files.h"
#include "engine/tokens/sentence_piece.h"
#include "engine/tokens/tokenizer_json.h"
#include "engine/tokens/word_list.h"
#include "engine/tokens/word_piece_file.h"

#include <algorithm>
#include <array>
#include <fstream>

namespace ffn {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t kLargest = std::size_t(1) << 30, kChunk = std::size_t(1) << 20;
constexpr const char* kWhatThereIs = "a tokenizer.json, vocab.json with merges.txt, a vocab.txt, a "
                                     "SentencePiece .model, or the built-in words or bytes";

/// Read, not mapped: a pipe will do.
std::string read_text(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::string text;
    while (stream && text.size() <= kLargest) {
        const std::size_t before = text.size();
        text.resize(before + kChunk);
        stream.read(text.data() + before, std::streamsize(kChunk));
        text.resize(before + std::size_t(stream.gcount()));
    }
    if (text.size() > kLargest) throw Error(file, "is larger than 1 GiB, which no tokeniser is");
    if (!stream.eof()) throw Error(file, "cannot be read as a tokeniser");
    return text;
}

bool is_there(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

json settings_beside(const fs::path& file) {
    const fs::path settings = file.parent_path() / "tokenizer_config.json";
    return is_there(settings) ? read_json(settings) : json();
}

std::unique_ptr<Tokenizer> ready(std::unique_ptr<TokenizerParts> parts) {
    return make_file_tokenizer(std::shared_ptr<const TokenizerParts>(std::move(parts)));
}

bool maps_to_numbers(const json& object) {
    return object.is_object() && !object.empty() &&
           std::ranges::all_of(object, [](const json& value) { return value.is_number_integer(); });
}

/// `text` is that of vocab.json or of merges.txt; the other one is looked for beside it.
std::unique_ptr<Tokenizer> from_byte_level(const fs::path& file, const json& vocabulary,
                                           const std::string& merges) {
    const fs::path folder = file.parent_path();
    const char* other = vocabulary.is_null() ? "vocab.json" : "merges.txt";
    if (!is_there(folder / other))
        throw Error(file, "is half of a byte-level tokeniser: " + std::string(other) + " is not beside it");
    return ready(read_byte_level_files(vocabulary.is_null() ? read_json(folder / "vocab.json") : vocabulary,
                                       merges.empty() ? read_text(folder / "merges.txt") : merges,
                                       settings_beside(file), folder));
}

std::unique_ptr<Tokenizer> from_json(const fs::path& file, const std::string& text) {
    MergeTexts merges;
    const JsonSink sink{{"model", "merges"}, true, [&](std::string&&, json&& merge) { merges.add(merge); }};
    const json root = parse_json(text, file, 0, &sink);
    if (maps_to_numbers(root)) return from_byte_level(file, root, {});
    if (root.is_object() && root.contains("model")) return ready(read_tokenizer_json(root, merges, file));
    throw Error(file, std::string("is JSON, but no tokenizer.json and no vocab.json; a tokeniser is ") +
                          kWhatThereIs);
}

std::unique_ptr<Tokenizer> from_file(const fs::path& file) {
    const std::string text = read_text(file);
    const ByteSpan bytes{reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
    if (looks_like_sentence_piece(bytes)) return ready(read_sentence_piece(bytes, file));
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first != std::string::npos && (text[first] == '{' || (text[first] == '[' && json::accept(text))))
        return from_json(file, text);
    if (text.find('\0') != std::string::npos)
        throw Error(file, std::string("is a binary file that is no SentencePiece model; a tokeniser is ") +
                              kWhatThereIs);
    if (looks_like_word_piece(text)) return ready(read_word_piece_file(text, settings_beside(file), file));
    if (text.starts_with("#version")) return from_byte_level(file, {}, text);
    return make_words_tokenizer(read_word_list(text, file));
}

} // namespace

std::optional<fs::path> find_tokenizer(const fs::path& folder) {
    if (is_there(folder / "tokenizer.json")) return folder / "tokenizer.json";
    if (is_there(folder / "vocab.json") && is_there(folder / "merges.txt")) return folder / "vocab.json";
    for (const char* name : {"vocab.txt", "tokenizer.model", "spiece.model", "sentencepiece.bpe.model",
                             "sentencepiece.model", "spm.model", "source.spm"})
        if (is_there(folder / name)) return folder / name;
    return std::nullopt;
}

std::unique_ptr<Tokenizer> open_tokenizer(const fs::path& path) {
    std::error_code ignored;
    if (!is_there(path))
        throw Error("“" + path.string() + "” is neither a tokeniser nor a file; a tokeniser is " +
                    kWhatThereIs);
    if (!fs::is_directory(path, ignored)) return from_file(path);
    const auto file = find_tokenizer(path);
    if (!file)
        throw Error(path, std::string("is a folder without a tokeniser; a tokeniser is ") + kWhatThereIs);
    return from_file(*file);
}

} // namespace ffn

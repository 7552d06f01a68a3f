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

/// The bytes of a file: mapped, or read where it is none that can be, as a pipe.
class FileText {
  public:
    explicit FileText(const fs::path& file) {
        std::error_code fault;
        const bool plain = fs::is_regular_file(file, fault);
        const std::uintmax_t size = plain ? fs::file_size(file, fault) : 0;
        if (size > kLargest && !fault) throw Error(file, "is larger than 1 GiB, which no tokeniser is");
        if (size > 0 && !fault)
            m_map.emplace(file);
        else
            m_read = read_text(file);
    }
    ByteSpan bytes() const {
        return m_map ? m_map->bytes()
                     : ByteSpan{reinterpret_cast<const std::uint8_t*>(m_read.data()), m_read.size()};
    }
    std::string_view text() const { return {reinterpret_cast<const char*>(bytes().data()), bytes().size()}; }
    TextIn where() const { return m_map ? TextIn::Map : TextIn::Memory; }

  private:
    std::optional<MappedFile> m_map;
    std::string m_read;
};

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

/// `file` is vocab.json or merges.txt, and what it holds given; the other one is looked for beside it.
std::unique_ptr<Tokenizer> from_byte_level(const fs::path& file, json vocabulary, std::string_view merges) {
    const fs::path folder = file.parent_path();
    const char* other = vocabulary.is_null() ? "vocab.json" : "merges.txt";
    if (!is_there(folder / other))
        throw Error(file, "is half of a byte-level tokeniser: " + std::string(other) + " is not beside it");
    if (vocabulary.is_null()) vocabulary = read_json(folder / "vocab.json");
    std::optional<FileText> beside;
    if (merges.empty()) merges = beside.emplace(folder / "merges.txt").text();
    return ready(read_byte_level_files(std::move(vocabulary), merges, settings_beside(file), folder));
}

std::unique_ptr<Tokenizer> from_json(const fs::path& file, const FileText& whole) {
    ModelTables tables;
    const auto take_merge = [&](std::string&&, json&& merge) {
        if (tables.merges.size() == kMostMerges) throw Error(file, "“model” has more than 1048576 merges");
        tables.merges.add(merge);
    };
    const auto take_piece = [&](std::string&&, json&& piece) { tables.scored.add(piece); };
    const auto take_added = [&](std::string&&, json&& added) { tables.added.add(added, file); };
    const std::array sinks{JsonSink{{"model", "merges"}, true, take_merge},
                           JsonSink{{"model", "vocab"}, true, take_piece},
                           JsonSink{{"added_tokens"}, true, take_added}};
    json root = parse_json(whole.text(), file, 0, sinks, whole.where());
    if (maps_to_numbers(root)) return from_byte_level(file, std::move(root), {});
    if (root.is_object() && root.contains("model"))
        return ready(read_tokenizer_json(std::move(root), std::move(tables), file));
    throw Error(
        file,
        std::string("is JSON, but neither an object with a \"model\", as tokenizer.json is, nor an object "
                    "of pieces and their ids, as vocab.json is; a tokeniser is ") +
            kWhatThereIs);
}

/// A list of words may begin with a bracket, too.
bool is_json_list(const fs::path& file, const FileText& whole) {
    const JsonSink nowhere{{}, true, [](std::string&&, json&&) {}};
    try {
        return parse_json(whole.text(), file, 0, {&nowhere, 1}, whole.where()).is_array();
    } catch (const Error&) {
        return false;
    }
}

/// Whether the file's name says that it is a SentencePiece model: asked only so that a broken one is told
/// what is wrong with it.
bool is_called_sentence_piece(const fs::path& file) {
    return file.extension() == ".model" || file.extension() == ".spm";
}

/// Throws Error for what is no text.
void refuse_binary(const fs::path& file, const FileText& whole) {
    const std::string_view text = whole.text();
    const auto is_control = [](char c) { return c >= 0 && c < 0x20 && !(c >= '\t' && c <= '\r'); };
    const auto found = std::ranges::find_if(text, is_control);
    if (found == text.end()) return;
    if (is_called_sentence_piece(file)) {
        (void)read_sentence_piece(whole.bytes(), file); // says what is wrong, and where
        throw Error(file, "is no SentencePiece model: it does not begin with a piece", 0);
    }
    throw Error(
        file, std::string("is a binary file that is no SentencePiece model; a tokeniser is ") + kWhatThereIs,
        std::uint64_t(found - text.begin()));
}

std::unique_ptr<Tokenizer> by_content(const fs::path& file) {
    const FileText whole(file);
    const std::string_view text = whole.text();
    if (looks_like_sentence_piece(whole.bytes())) return ready(read_sentence_piece(whole.bytes(), file));
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first != std::string::npos &&
        (text[first] == '{' || (text[first] == '[' && is_json_list(file, whole))))
        return from_json(file, whole);
    refuse_binary(file, whole);
    if (looks_like_word_piece(text)) return ready(read_word_piece_file(text, settings_beside(file), file));
    if (text.starts_with("#version")) return from_byte_level(file, {}, text);
    return make_words_tokenizer(read_word_list(text, file));
}

/// Tables of pieces do not know what file they are made from.
std::unique_ptr<Tokenizer> from_file(const fs::path& file) {
    try {
        return by_content(file);
    } catch (const Error& error) {
        if (!error.file().empty()) throw;
        throw Error(file, error.what());
    }
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

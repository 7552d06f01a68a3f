#include "ui/request/tokenizer_choice.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

namespace ffn::ui {

namespace {

namespace fs = std::filesystem;

constexpr const char* kWhatThereIs = "; there are “words”, “bytes” and files with one word a line";

std::string read_text(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    if (!stream || !(text << stream.rdbuf())) throw Error(file, "cannot be read as a tokeniser");
    return text.str();
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        if (line.ends_with('\r')) line.pop_back();
        lines.push_back(line);
    }
    return lines;
}

/// What kind of tokeniser a file is when it is none that can be read yet; empty for a list of words.
std::string unread_kind(const std::string& text, const std::vector<std::string>& lines) {
    if (const auto json = nlohmann::json::parse(text, nullptr, false); json.is_object())
        return json.contains("model") ? "a tokenizer.json" : "a JSON vocabulary";
    if (text.find('\0') != std::string::npos || text.starts_with("\n\x0e") || text.starts_with("\n\x0a"))
        return "a binary file, such as a SentencePiece model";
    const auto is_piece = [](const std::string& line) { return line.size() > 2 && line.starts_with("##"); };
    if (std::ranges::any_of(lines, is_piece)) return "a WordPiece vocabulary (vocab.txt)";
    if (text.starts_with("#version")) return "a list of byte-pair merges (merges.txt)";
    return {};
}

bool has_capitals(const std::string& word) {
    return std::ranges::any_of(word, [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_special(const std::string& word) {
    return word.size() > 2 &&
           ((word.front() == '<' && word.back() == '>') || (word.front() == '[' && word.back() == ']'));
}

/// One word a line, id = line. The word for all others is `<unk>` or `[UNK]`, where listed; a list without a
/// capital letter is taken to be of lower-cased text.
Vocabulary word_list(const fs::path& file, std::vector<std::string> lines) {
    while (!lines.empty() && lines.back().empty())
        lines.pop_back();
    if (lines.empty()) throw Error(file, "is an empty list of words");
    Vocabulary vocabulary;
    vocabulary.lowercase = std::ranges::none_of(
        lines, [](const std::string& word) { return !is_special(word) && has_capitals(word); });
    for (const char* unknown : {"<unk>", "[UNK]"})
        if (std::ranges::find(lines, unknown) != lines.end()) vocabulary.unknown = unknown;
    vocabulary.words = std::move(lines);
    return vocabulary;
}

std::unique_ptr<Tokenizer> from_file(const fs::path& file) {
    std::error_code ignored;
    if (!fs::exists(file, ignored))
        throw Error("“" + file.string() + "” is neither a tokeniser nor a file" + kWhatThereIs);
    if (fs::is_directory(file, ignored))
        throw Error(file,
                    std::string("a folder as tokeniser (vocab.json and merges.txt) cannot be read yet") +
                        kWhatThereIs);
    const std::string text = read_text(file);
    std::vector<std::string> lines = lines_of(text);
    if (const std::string kind = unread_kind(text, lines); !kind.empty())
        throw Error(file, "is " + kind + ", which cannot be read as a tokeniser yet" + kWhatThereIs);
    return make_words_tokenizer(word_list(file, std::move(lines)));
}

} // namespace

std::unique_ptr<Tokenizer> make_tokenizer(const std::string& choice,
                                          const std::optional<ModelVocabulary>& model) {
    const std::string noted = model ? model->tokenizer : std::string();
    const std::string kind = !choice.empty() ? choice : noted.empty() ? "words" : noted;
    if (kind == "bytes") return make_bytes_tokenizer();
    if (kind == "words") return make_words_tokenizer(model ? model->vocabulary : std::nullopt);
    return from_file(kind);
}

} // namespace ffn::ui

#include "engine/tokens/word_list.h"

#include "engine/core/error.h"
#include "engine/tokens/text_lines.h"

#include <algorithm>

namespace ffn {

namespace {

constexpr std::size_t kLongestWord = 1024;
constexpr std::size_t kMostWords = std::size_t(1) << 20;

bool has_capitals(const std::string& word) {
    return std::ranges::any_of(word, [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_special(const std::string& word) {
    return word.size() > 2 &&
           ((word.front() == '<' && word.back() == '>') || (word.front() == '[' && word.back() == ']'));
}

} // namespace

Vocabulary read_word_list(std::string_view text, const std::filesystem::path& file) {
    Vocabulary vocabulary;
    const auto lines = std::size_t(std::ranges::count(text, '\n')) + !text.ends_with('\n');
    // They take some 60 bytes each, however short they are; the longest real lists have two million of ten.
    if (lines > kMostWords + text.size() / 16)
        throw Error(file, "has " + std::to_string(lines) + " lines, more than any list of words");
    vocabulary.words.reserve(lines);
    for (const std::string_view line : TextLines(text)) {
        if (line.size() > kLongestWord)
            throw Error(file, "line " + std::to_string(vocabulary.words.size() + 1) +
                                  " is longer than 1024 bytes, as no word is");
        vocabulary.words.emplace_back(line);
    }
    std::vector<std::string>& words = vocabulary.words;
    while (!words.empty() && words.back().empty())
        words.pop_back();
    if (words.empty()) throw Error(file, "is an empty list of words");
    vocabulary.lowercase = std::ranges::none_of(
        words, [](const std::string& word) { return !is_special(word) && has_capitals(word); });
    for (const char* unknown : {"<unk>", "[UNK]"})
        if (std::ranges::find(words, unknown) != words.end()) vocabulary.unknown = unknown;
    return vocabulary;
}

} // namespace ffn

#include "engine/tokens/pre_tokenizer.h"

#include "engine/tokens/byte_alphabet.h"
#include "engine/tokens/char_class.h"
#include "engine/tokens/utf8_text.h"

#include <memory>
#include <utility>

namespace ffn {

namespace {

using Matches = std::vector<Pattern::Match>;

constexpr std::string_view kGptPattern =
    R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";

struct Part {
    std::size_t begin, end;
    bool cut; ///< a place where the word is cut
};

/// The whole word in parts, empty ones left out.
void parts_of(std::size_t size, const Matches& matches, bool invert, std::vector<Part>& parts) {
    parts.clear();
    std::size_t at = 0;
    const auto add = [&](std::size_t begin, std::size_t end, bool match) {
        if (begin < end) parts.push_back({begin, end, match != invert});
    };
    for (const Pattern::Match& match : matches) {
        add(at, match.begin, false);
        add(match.begin, match.end, true);
        at = match.end;
    }
    add(at, size, false);
}

void merge_backward(const std::vector<Part>& parts, std::vector<Part>& out) {
    bool after_cut = false;
    for (const Part& part : parts) {
        if (part.cut && !after_cut && !out.empty())
            out.back().end = part.end;
        else
            out.push_back(part);
        after_cut = part.cut;
    }
}

void merge_forward(const std::vector<Part>& parts, std::vector<Part>& out) {
    for (std::size_t i = 0; i < parts.size(); ++i) {
        // A cut joins what follows, unless that is a cut too.
        if (i > 0 && parts[i - 1].cut && !parts[i].cut)
            out.back().end = parts[i].end;
        else
            out.push_back(parts[i]);
    }
}

void arrange(const std::vector<Part>& parts, SplitBehavior behavior, std::vector<Part>& out) {
    out.clear();
    switch (behavior) {
    case SplitBehavior::Isolated:
        out = parts;
        return;
    case SplitBehavior::Removed:
        for (const Part& part : parts)
            if (!part.cut) out.push_back(part);
        return;
    case SplitBehavior::Contiguous:
        for (const Part& part : parts)
            if (!out.empty() && out.back().cut == part.cut)
                out.back().end = part.end;
            else
                out.push_back(part);
        return;
    case SplitBehavior::MergedWithPrevious:
        merge_backward(parts, out);
        return;
    case SplitBehavior::MergedWithNext:
        merge_forward(parts, out);
        return;
    }
}

/// Cuts every word at what `find(word, matches)` finds.
template <class Find>
void split(WordText& words, const Find& find, SplitBehavior behavior, bool invert) {
    std::vector<TextRange> smaller;
    std::vector<Part> parts, arranged;
    Matches matches;
    for (const TextRange word : words.words) {
        matches.clear();
        find(std::string_view(words.text.text).substr(word.begin, word.end - word.begin), matches);
        parts_of(word.end - word.begin, matches, invert, parts);
        arrange(parts, behavior, arranged);
        for (const Part& part : arranged)
            smaller.push_back({word.begin + std::uint32_t(part.begin), word.begin + std::uint32_t(part.end)});
    }
    words.words = std::move(smaller);
}

/// Every character that `takes` likes is a match of its own.
template <class Takes>
void split_at_chars(WordText& words, const Takes& takes, SplitBehavior behavior) {
    const auto find = [&](std::string_view word, Matches& matches) {
        for (std::size_t at = 0; at < word.size();) {
            const Utf8Char c = utf8_at(word, at);
            if (takes(c.value)) matches.push_back({at, at + c.length});
            at += c.length;
        }
    };
    split(words, find, behavior, false);
}

void find_text(std::string_view word, std::string_view text, Matches& matches) {
    for (std::size_t at = word.find(text); !text.empty() && at != std::string_view::npos;
         at = word.find(text, at + text.size()))
        matches.push_back({at, at + text.size()});
}

/// Writes every word anew: `write(word, out)`.
template <class Write>
void rewrite(WordText& words, const Write& write) {
    AlignedText out;
    out.reserve(words.text.size() + words.text.size() / 4);
    for (TextRange& word : words.words) {
        const auto begin = std::uint32_t(out.size());
        write(word, out);
        word = {begin, std::uint32_t(out.size())};
    }
    words.text = std::move(out);
}

void add_space(WordText& words) {
    rewrite(words, [&](TextRange word, AlignedText& out) {
        if (words.text.text[word.begin] != ' ') out.append(' ', words.text.before(word.begin));
        out.append(words.text, word.begin, word.end);
    });
}

void spell_bytes(WordText& words) {
    const auto& alphabet = byte_alphabet();
    rewrite(words, [&](TextRange word, AlignedText& out) {
        for (std::uint32_t i = word.begin; i < word.end; ++i)
            out.append(alphabet[static_cast<unsigned char>(words.text.text[i])], words.text.origin[i]);
    });
}

} // namespace

PreTokenizer pre_tokenize_in_order(std::vector<PreTokenizer> steps) {
    return [steps = std::move(steps)](WordText& words) {
        for (const PreTokenizer& step : steps)
            if (step) step(words);
    };
}

PreTokenizer pre_tokenize_split(Pattern pattern, SplitBehavior behavior, bool invert) {
    return [pattern = std::move(pattern), behavior, invert](WordText& words) {
        // One measure for all words: a pattern that is slow at each would take too long at many.
        std::uint64_t work = Pattern::work_for(words.text.size());
        split(
            words, [&](std::string_view word, Matches& matches) { pattern.find_all(word, matches, work); },
            behavior, invert);
    };
}

PreTokenizer pre_tokenize_split(std::string text, SplitBehavior behavior, bool invert) {
    return [text = std::move(text), behavior, invert](WordText& words) {
        split(
            words, [&](std::string_view word, Matches& matches) { find_text(word, text, matches); }, behavior,
            invert);
    };
}

PreTokenizer pre_tokenize_white_space() {
    return [](WordText& words) { split_at_chars(words, is_white_space, SplitBehavior::Removed); };
}

PreTokenizer pre_tokenize_punctuation(SplitBehavior behavior) {
    return [behavior](WordText& words) { split_at_chars(words, is_punctuation, behavior); };
}

PreTokenizer pre_tokenize_digits(bool individual) {
    const auto behavior = individual ? SplitBehavior::Isolated : SplitBehavior::Contiguous;
    return [behavior](WordText& words) { split_at_chars(words, is_numeric, behavior); };
}

PreTokenizer pre_tokenize_bert() {
    return pre_tokenize_in_order(
        {pre_tokenize_white_space(), pre_tokenize_punctuation(SplitBehavior::Isolated)});
}

PreTokenizer pre_tokenize_byte_level(bool add_prefix_space, bool use_pattern) {
    std::vector<PreTokenizer> steps;
    if (add_prefix_space) steps.emplace_back(add_space);
    if (use_pattern)
        steps.push_back(pre_tokenize_split(Pattern(kGptPattern), SplitBehavior::Isolated, false));
    steps.emplace_back(spell_bytes);
    return pre_tokenize_in_order(std::move(steps));
}

PreTokenizer pre_tokenize_meta_space(std::string replacement, PrependScheme scheme, bool split_too) {
    const auto write_in = [replacement, scheme](WordText& words) {
        const std::string& text = words.text.text;
        rewrite(words, [&](TextRange word, AlignedText& out) {
            const bool at_start = words.text.origin[word.begin].begin == 0;
            const bool wanted =
                scheme == PrependScheme::Always || (scheme == PrependScheme::First && at_start);
            if (wanted && text[word.begin] != ' ' &&
                !std::string_view(text).substr(word.begin).starts_with(replacement))
                out.append(replacement, words.text.before(word.begin));
            for (std::uint32_t i = word.begin; i < word.end; ++i)
                if (text[i] == ' ')
                    out.append(replacement, words.text.origin[i]);
                else
                    out.push_back(text[i], words.text.origin[i]);
        });
    };
    std::vector<PreTokenizer> steps{write_in};
    if (split_too)
        steps.push_back(pre_tokenize_split(std::move(replacement), SplitBehavior::MergedWithNext, false));
    return pre_tokenize_in_order(std::move(steps));
}

} // namespace ffn

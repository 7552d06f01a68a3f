#include "engine/tokens/text_normalizer.h"

#include "engine/tokens/char_class.h"
#include "engine/tokens/utf8_text.h"

#include <array>
#include <utf8proc.h>
#include <utility>

namespace ffn {

namespace {

constexpr std::int32_t kCapitalDottedI = 0x130, kDotAbove = 0x307;
constexpr std::size_t kGraphemeLimit = 6; // bytes; longer ones are looked up by character

/// Calls `each(character, its place, out)` for every character.
template <class Each>
AlignedText by_character(const AlignedText& text, const Each& each) {
    AlignedText out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const Utf8Char c = utf8_at(text.text, at);
        each(c.value, at, at + c.length, out);
        at += c.length;
    }
    return out;
}

AlignedText lowercased(const AlignedText& text) {
    return by_character(text, [&](std::int32_t c, std::size_t begin, std::size_t end, AlignedText& out) {
        const std::int32_t lower = lower_case(c);
        if (lower == c)
            out.append(text, begin, end);
        else
            out.append(lower, text.range(begin, end));
        if (c == kCapitalDottedI) out.append(kDotAbove, text.range(begin, end));
    });
}

template <class Drop>
AlignedText without(const AlignedText& text, const Drop& drop) {
    return by_character(text, [&](std::int32_t c, std::size_t begin, std::size_t end, AlignedText& out) {
        if (!drop(c)) out.append(text, begin, end);
    });
}

AlignedText replaced(const AlignedText& text, const std::vector<Pattern::Match>& matches,
                     const std::string& to) {
    AlignedText out;
    out.reserve(text.size());
    std::size_t at = 0;
    for (const Pattern::Match& match : matches) {
        out.append(text, at, match.begin);
        out.append(to, text.range(match.begin, match.end));
        at = match.end;
    }
    out.append(text, at, text.size());
    return out;
}

// The ranges of BERT, with the gap that its Rust version has before U+2B920.
bool is_chinese(std::int32_t c) {
    static constexpr std::array<std::pair<std::int32_t, std::int32_t>, 8> kRanges{{{0x4E00, 0x9FFF},
                                                                                   {0x3400, 0x4DBF},
                                                                                   {0x20000, 0x2A6DF},
                                                                                   {0x2A700, 0x2B73F},
                                                                                   {0x2B740, 0x2B81F},
                                                                                   {0x2B920, 0x2CEAF},
                                                                                   {0xF900, 0xFAFF},
                                                                                   {0x2F800, 0x2FA1F}}};
    for (const auto& [first, last] : kRanges)
        if (c >= first && c <= last) return true;
    return false;
}

bool is_dropped(std::int32_t c) {
    if (c == '\t' || c == '\n' || c == '\r') return false;
    if (c < 0x80) return c < 0x20 || c == 0x7F;
    static const Categories kOther = categories_named('C');
    return c == kReplacement || (category_bit(c) & kOther) != 0;
}

AlignedText cleaned(const AlignedText& text) {
    return by_character(text, [&](std::int32_t c, std::size_t begin, std::size_t end, AlignedText& out) {
        if (is_dropped(c)) return;
        if (is_white_space(c))
            out.append(' ', text.range(begin, end));
        else
            out.append(text, begin, end);
    });
}

AlignedText spaced_ideographs(const AlignedText& text) {
    return by_character(text, [&](std::int32_t c, std::size_t begin, std::size_t end, AlignedText& out) {
        const bool ideograph = is_chinese(c);
        if (ideograph) out.append(' ', text.before(begin));
        out.append(text, begin, end);
        if (ideograph) out.append(' ', text.before(end));
    });
}

void apply_rule(const CharsMap& map, const AlignedText& text, std::size_t begin, std::size_t end,
                AlignedText& out) {
    const auto rule = map.find(std::string_view(text.text).substr(begin, end - begin), false);
    if (rule)
        out.append(rule->text, text.range(begin, end));
    else
        out.append(text, begin, end);
}

std::size_t grapheme_end(const std::string& text, std::size_t at) {
    Utf8Char c = utf8_at(text, at);
    utf8proc_int32_t state = 0;
    for (at += c.length; at < text.size(); at += c.length) {
        const Utf8Char next = utf8_at(text, at);
        if (utf8proc_grapheme_break_stateful(c.value, next.value, &state)) break;
        c = next;
    }
    return at;
}

AlignedText mapped(const AlignedText& text, const CharsMap& map) {
    AlignedText out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = grapheme_end(text.text, at);
        if (end - at < kGraphemeLimit && map.find(std::string_view(text.text).substr(at, end - at), false)) {
            apply_rule(map, text, at, end, out);
            at = end;
        }
        while (at < end) {
            const std::size_t next = at + utf8_at(text.text, at).length;
            apply_rule(map, text, at, next, out);
            at = next;
        }
    }
    return out;
}

} // namespace

TextNormalizer normalize_in_order(std::vector<TextNormalizer> steps) {
    return [steps = std::move(steps)](AlignedText text) {
        for (const TextNormalizer& step : steps)
            if (step) text = step(std::move(text));
        return text;
    };
}

TextNormalizer normalize_lowercase() {
    return lowercased;
}

TextNormalizer normalize_strip_marks() {
    return [](const AlignedText& text) { return without(text, is_mark); };
}

TextNormalizer normalize_strip_space(bool left, bool right) {
    return [left, right](const AlignedText& text) {
        std::size_t begin = 0, end = text.size();
        while (left && begin < end && is_white_space(utf8_at(text.text, begin).value))
            begin += utf8_at(text.text, begin).length;
        while (right && end > begin) {
            const std::size_t before = utf8_before(text.text, end);
            if (!is_white_space(utf8_at(text.text, before).value)) break;
            end = before;
        }
        AlignedText out;
        out.append(text, begin, end);
        return out;
    };
}

TextNormalizer normalize_prepend(std::string prefix) {
    return [prefix = std::move(prefix)](AlignedText text) {
        if (text.text.empty()) return text;
        AlignedText out;
        out.append(prefix, text.before(0));
        out.append(text, 0, text.size());
        return out;
    };
}

TextNormalizer normalize_replace(std::string from, std::string to) {
    return [from = std::move(from), to = std::move(to)](AlignedText text) {
        std::vector<Pattern::Match> matches;
        for (std::size_t at = text.text.find(from); !from.empty() && at != std::string::npos;
             at = text.text.find(from, at + from.size()))
            matches.push_back({at, at + from.size()});
        return matches.empty() ? text : replaced(text, matches, to);
    };
}

TextNormalizer normalize_replace(Pattern from, std::string to) {
    return [from = std::move(from), to = std::move(to)](AlignedText text) {
        std::vector<Pattern::Match> matches;
        from.find_all(text.text, matches);
        return matches.empty() ? text : replaced(text, matches, to);
    };
}

TextNormalizer normalize_bert(const BertNormalization& options) {
    std::vector<TextNormalizer> steps;
    if (options.clean_text) steps.emplace_back(cleaned);
    if (options.handle_chinese_chars) steps.emplace_back(spaced_ideographs);
    if (options.strip_accents.value_or(options.lowercase)) {
        steps.push_back(normalize_unicode(UnicodeForm::Nfd));
        steps.emplace_back([](const AlignedText& text) {
            static const Categories kNonSpacing = categories_named('M', 'n');
            return without(text,
                           [](std::int32_t c) { return c >= 0x300 && (category_bit(c) & kNonSpacing) != 0; });
        });
    }
    if (options.lowercase) steps.emplace_back(lowercased);
    return normalize_in_order(std::move(steps));
}

TextNormalizer normalize_chars_map(CharsMap map) {
    return [map = std::move(map)](const AlignedText& text) { return mapped(text, map); };
}

} // namespace ffn

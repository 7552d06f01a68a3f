#include "engine/core/error.h"
#include "engine/tokens/base64.h"
#include "engine/tokens/tokenizer_json_parts.h"
#include "engine/tokens/utf8_text.h"

#include <map>
#include <optional>
#include <utility>

namespace ffn {

namespace {

template <class Value>
std::optional<Value> named(const std::map<std::string, Value>& known, const std::string& name) {
    const auto found = known.find(name);
    if (found == known.end()) return std::nullopt;
    return found->second;
}

[[noreturn]] void refuse(const JsonFields& fields, const std::string& type) {
    fields.fail("is of type “" + type + "”, which is not supported");
}

/// Calls `read` for each element of the list `name`.
template <class Step, class Read>
std::vector<Step> steps_of(const JsonFields& fields, const char* name, const Read& read) {
    std::vector<Step> steps;
    std::size_t i = 0;
    for (const auto& element : fields.list(name))
        steps.push_back(read(JsonFields(element, fields.file(),
                                        fields.where() + "." + name + "[" + std::to_string(i++) + "]")));
    return steps;
}

/// A pattern is {"String": …} or {"Regex": …}. Calls `text(string)` or `pattern(Pattern)`.
template <class Result, class OnText, class OnPattern>
Result by_pattern(const JsonFields& fields, const OnText& text, const OnPattern& pattern) {
    const JsonFields what = fields.object("pattern");
    what.allow({"String", "Regex"});
    if (what.has("String")) return text(what.text("String"));
    const std::string regex = what.text("Regex");
    try {
        return pattern(Pattern(regex));
    } catch (const Error& error) {
        fields.fail(std::string("cannot be used: ") + error.what());
    }
}

TextNormalizer read_replace(const JsonFields& fields) {
    fields.allow({"type", "pattern", "content"});
    const std::string content = fields.short_text_or("content", "");
    return by_pattern<TextNormalizer>(
        fields, [&](std::string text) { return normalize_replace(std::move(text), content); },
        [&](Pattern pattern) { return normalize_replace(std::move(pattern), content); });
}

TextNormalizer read_bert(const JsonFields& fields) {
    fields.allow({"type", "clean_text", "handle_chinese_chars", "strip_accents", "lowercase"});
    return normalize_bert({fields.flag_or("clean_text", true), fields.flag_or("handle_chinese_chars", true),
                           fields.flag("strip_accents"), fields.flag_or("lowercase", true)});
}

TextNormalizer read_precompiled(const JsonFields& fields) {
    fields.allow({"type", "precompiled_charsmap"});
    if (!fields.has("precompiled_charsmap")) return {};
    try {
        return normalize_chars_map(CharsMap(from_base64(fields.text("precompiled_charsmap"))));
    } catch (const Error& error) {
        fields.fail(std::string("has a precompiled_charsmap that cannot be used: ") + error.what());
    }
}

std::string one_char(const JsonFields& fields, const char* name) {
    const std::string text = fields.text(name);
    if (text.empty() || utf8_at(text, 0).length != text.size())
        fields.fail("should have one character as “" + std::string(name) + "”");
    return text;
}

SplitBehavior behavior_of(const JsonFields& fields, const std::string& other) {
    static const std::map<std::string, SplitBehavior> kKnown{
        {"Isolated", SplitBehavior::Isolated},
        {"Removed", SplitBehavior::Removed},
        {"Contiguous", SplitBehavior::Contiguous},
        {"MergedWithPrevious", SplitBehavior::MergedWithPrevious},
        {"MergedWithNext", SplitBehavior::MergedWithNext}};
    const std::string name = fields.text_or("behavior", other);
    const auto behavior = named(kKnown, name);
    if (!behavior) fields.fail("has the behaviour “" + name + "”, which is not supported");
    return *behavior;
}

PreTokenizer read_split(const JsonFields& fields) {
    fields.allow({"type", "pattern", "behavior", "invert"});
    const SplitBehavior behavior = behavior_of(fields, "");
    const bool invert = fields.flag_or("invert", false);
    return by_pattern<PreTokenizer>(
        fields, [&](std::string text) { return pre_tokenize_split(std::move(text), behavior, invert); },
        [&](Pattern pattern) { return pre_tokenize_split(std::move(pattern), behavior, invert); });
}

PreTokenizer read_meta_space(const JsonFields& fields) {
    fields.allow({"type", "replacement", "add_prefix_space", "prepend_scheme", "split", "str_rep"});
    static const std::map<std::string, PrependScheme> kKnown{
        {"always", PrependScheme::Always}, {"first", PrependScheme::First}, {"never", PrependScheme::Never}};
    const bool prefix = fields.flag_or("add_prefix_space", true);
    const std::string name = fields.text_or("prepend_scheme", prefix ? "always" : "never");
    const auto scheme = named(kKnown, name);
    if (!scheme) fields.fail("has the prepend_scheme “" + name + "”, which is not supported");
    if (!prefix && *scheme != PrependScheme::Never)
        fields.fail("says not to add a space in front and has the prepend_scheme “" + name + "”");
    return pre_tokenize_meta_space(one_char(fields, "replacement"), *scheme, fields.flag_or("split", true));
}

PreTokenizer read_byte_level(const JsonFields& fields) {
    fields.allow({"type", "add_prefix_space", "trim_offsets", "use_regex"});
    return pre_tokenize_byte_level(fields.flag_or("add_prefix_space", true),
                                   fields.flag_or("use_regex", true));
}

PreTokenizer read_plain_pre_tokenizer(const JsonFields& fields, const std::string& type) {
    fields.allow({"type"});
    if (type == "BertPreTokenizer") return pre_tokenize_bert();
    if (type == "WhitespaceSplit") return pre_tokenize_white_space();
    if (type == "Whitespace")
        return pre_tokenize_split(Pattern(R"(\w+|[^\w\s]+)"), SplitBehavior::Removed, true);
    refuse(fields, type);
}

} // namespace

TextNormalizer read_normalizer(const JsonFields& fields) {
    const std::string type = fields.text("type");
    static const std::map<std::string, UnicodeForm> kForms{{"NFC", UnicodeForm::Nfc},
                                                           {"NFD", UnicodeForm::Nfd},
                                                           {"NFKC", UnicodeForm::Nfkc},
                                                           {"NFKD", UnicodeForm::Nfkd}};
    if (type == "Sequence") {
        fields.allow({"type", "normalizers"});
        return normalize_in_order(steps_of<TextNormalizer>(fields, "normalizers", read_normalizer));
    }
    if (type == "BertNormalizer") return read_bert(fields);
    if (type == "Replace") return read_replace(fields);
    if (type == "Precompiled") return read_precompiled(fields);
    if (type == "Prepend") {
        fields.allow({"type", "prepend"});
        return normalize_prepend(fields.short_text_or("prepend", ""));
    }
    if (type == "Strip") {
        fields.allow({"type", "strip_left", "strip_right"});
        return normalize_strip_space(fields.flag_or("strip_left", true), fields.flag_or("strip_right", true));
    }
    const auto form = named(kForms, type);
    if (!form && type != "Lowercase" && type != "StripAccents") refuse(fields, type);
    fields.allow({"type"});
    if (form) return normalize_unicode(*form);
    return type == "Lowercase" ? normalize_lowercase() : normalize_strip_marks();
}

PreTokenizer read_pre_tokenizer(const JsonFields& fields) {
    const std::string type = fields.text("type");
    if (type == "Sequence") {
        fields.allow({"type", "pretokenizers"});
        return pre_tokenize_in_order(steps_of<PreTokenizer>(fields, "pretokenizers", read_pre_tokenizer));
    }
    if (type == "ByteLevel") return read_byte_level(fields);
    if (type == "Split") return read_split(fields);
    if (type == "Metaspace") return read_meta_space(fields);
    if (type == "Punctuation") {
        fields.allow({"type", "behavior"});
        return pre_tokenize_punctuation(behavior_of(fields, "Isolated"));
    }
    if (type == "Digits") {
        fields.allow({"type", "individual_digits"});
        return pre_tokenize_digits(fields.flag_or("individual_digits", false));
    }
    if (type == "CharDelimiterSplit") {
        fields.allow({"type", "delimiter"});
        return pre_tokenize_split(one_char(fields, "delimiter"), SplitBehavior::Removed, false);
    }
    return read_plain_pre_tokenizer(fields, type);
}

} // namespace ffn

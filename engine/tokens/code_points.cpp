#include "engine/tokens/code_points.h"

#include <array>
#include <utf8proc.h>
#include <utility>
#include <vector>

namespace ffn {

namespace {

constexpr std::int32_t kCapitalSigma = 0x3A3, kFinalSigma = 0x3C2, kCapitalDottedI = 0x130, kDotAbove = 0x307;

bool is_ideograph_or_kana(std::int32_t c) {
    static constexpr std::array<std::pair<std::int32_t, std::int32_t>, 12> kRanges{{
        {0x3005, 0x3007},   // iteration mark, closing mark, zero
        {0x3021, 0x3029},   // Hangzhou numerals
        {0x3041, 0x3096},   // hiragana
        {0x309D, 0x309F},   // hiragana iteration marks
        {0x30A1, 0x30FA},   // katakana
        {0x30FC, 0x30FF},   // long-vowel and iteration marks
        {0x31F0, 0x31FF},   // small katakana
        {0x3400, 0x4DBF},   // extension A
        {0x4E00, 0x9FFF},   // unified ideographs
        {0xF900, 0xFAFF},   // compatibility ideographs
        {0xFF66, 0xFF9F},   // half-width katakana
        {0x1AFF0, 0x1B16F}, // kana supplements
    }};
    for (const auto& [first, last] : kRanges)
        if (c >= first && c <= last) return true;
    return c >= 0x20000 && c <= 0x3FFFD; // the two ideographic planes
}

bool is_space(std::int32_t c, utf8proc_category_t category) {
    return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x1F) || c == 0x85 ||
           (category >= UTF8PROC_CATEGORY_ZS && category <= UTF8PROC_CATEGORY_ZP);
}

CharKind kind_of(std::int32_t c) {
    const auto category = utf8proc_category(c);
    if (is_space(c, category)) return CharKind::Space;
    if (c == '\'') return CharKind::Apostrophe;
    if (c == '_') return CharKind::Digit;
    if (category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME) return CharKind::Mark;
    if (is_ideograph_or_kana(c)) return CharKind::Ideograph;
    if (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) return CharKind::Letter;
    if (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO) return CharKind::Digit;
    return CharKind::Other;
}

bool is_cased(std::int32_t c) {
    const auto category = utf8proc_category(c);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LT;
}

bool is_case_ignorable(const CodePoint& c) {
    return c.kind == CharKind::Mark || c.kind == CharKind::Apostrophe ||
           utf8proc_category(c.value) == UTF8PROC_CATEGORY_LM;
}

// Unicode's Final_Sigma: a cased letter stands before and none after, marks and apostrophes not looked at.
bool is_final_sigma(const std::vector<CodePoint>& word, std::size_t at) {
    std::size_t before = at;
    while (before > 0 && is_case_ignorable(word[before - 1]))
        --before;
    if (before == 0 || !is_cased(word[before - 1].value)) return false;
    std::size_t after = at + 1;
    while (after < word.size() && is_case_ignorable(word[after]))
        ++after;
    return after == word.size() || !is_cased(word[after].value);
}

void append(std::string& text, std::int32_t c) {
    utf8proc_uint8_t bytes[4];
    const auto size = utf8proc_encode_char(c, bytes);
    text.append(reinterpret_cast<const char*>(bytes), std::size_t(size));
}

} // namespace

CodePoint code_point_at(std::string_view text, std::size_t at) {
    utf8proc_int32_t value = -1;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at);
    const auto size = utf8proc_iterate(bytes, utf8proc_ssize_t(text.size() - at), &value);
    if (size <= 0) return {-1, CharKind::Broken, at, at + 1};
    return {value, kind_of(value), at, at + std::size_t(size)};
}

std::string lowercase(std::string_view word) {
    std::vector<CodePoint> points;
    for (std::size_t at = 0; at < word.size(); at = points.back().end)
        points.push_back(code_point_at(word, at));
    std::string lower;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const CodePoint& c = points[i];
        if (c.kind == CharKind::Broken) {
            lower += word[c.begin];
        } else if (c.value == kCapitalSigma && is_final_sigma(points, i)) {
            append(lower, kFinalSigma);
        } else {
            append(lower, utf8proc_tolower(c.value));
            if (c.value == kCapitalDottedI) append(lower, kDotAbove);
        }
    }
    return lower;
}

std::string byte_label(unsigned char byte) {
    constexpr char kDigits[] = "0123456789ABCDEF";
    return std::string("<0x") + kDigits[byte >> 4] + kDigits[byte & 15] + '>';
}

} // namespace ffn

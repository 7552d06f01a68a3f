#include "engine/tokens/char_class.h"

#include <string_view>
#include <utf8proc.h>

namespace ffn {

namespace {

// In the order of utf8proc's numbers.
constexpr std::string_view kNames = "CnLuLlLtLmLoMnMcMeNdNlNoPcPdPsPePiPfPoSmScSkSoZsZlZpCcCfCsCo";

} // namespace

Categories category_bit(std::int32_t c) {
    return Categories(1) << utf8proc_category(c);
}

Categories categories_named(char major, char minor) {
    Categories set = 0;
    for (std::size_t i = 0; 2 * i < kNames.size(); ++i)
        if (kNames[2 * i] == major && (minor == 0 || kNames[2 * i + 1] == minor)) set |= Categories(1) << i;
    return set;
}

bool is_white_space(std::int32_t c) {
    if (c < 0x80) return c == ' ' || (c >= 0x09 && c <= 0x0D);
    return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_punctuation(std::int32_t c) {
    if (c < 0x80)
        return (c >= 33 && c <= 47) || (c >= 58 && c <= 64) || (c >= 91 && c <= 96) || (c >= 123 && c <= 126);
    static const Categories kSet = categories_named('P');
    return (category_bit(c) & kSet) != 0;
}

bool is_numeric(std::int32_t c) {
    if (c < 0x80) return c >= '0' && c <= '9';
    static const Categories kSet = categories_named('N');
    return (category_bit(c) & kSet) != 0;
}

bool is_mark(std::int32_t c) {
    static const Categories kSet = categories_named('M');
    return c >= 0x300 && (category_bit(c) & kSet) != 0;
}

bool is_word_char(std::int32_t c) {
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    static const Categories kSet = categories_named('L') | categories_named('M') |
                                   categories_named('N', 'd') | categories_named('N', 'l') |
                                   categories_named('P', 'c');
    return (category_bit(c) & kSet) != 0 || (c >= 0x24B6 && c <= 0x24E9) || (c >= 0x1F130 && c <= 0x1F149) ||
           (c >= 0x1F150 && c <= 0x1F169) || (c >= 0x1F170 && c <= 0x1F189);
}

std::int32_t lower_case(std::int32_t c) {
    if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    return utf8proc_tolower(c);
}

std::int32_t upper_case(std::int32_t c) {
    return utf8proc_toupper(c);
}

} // namespace ffn

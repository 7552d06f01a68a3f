#pragma once

#include <cstdint>

namespace ffn {

/// A set of Unicode general categories, one bit each.
using Categories = std::uint32_t;

/// The bit of a character's category.
Categories category_bit(std::int32_t c);
/// "L", "Lu", "N" …: the set; 0 for a name that is none.
Categories categories_named(char major, char minor = 0);

bool is_white_space(std::int32_t c); ///< the property White_Space
bool is_punctuation(std::int32_t c); ///< ASCII that is neither letter nor digit, and category P
bool is_numeric(std::int32_t c);     ///< category N
bool is_mark(std::int32_t c);        ///< category M
/// `\w`: Alphabetic, M, Nd and Pc. Of Alphabetic the letters, Nl and the circled letters are known here.
bool is_word_char(std::int32_t c);
/// Lower case, one character for one; İ is the caller's.
std::int32_t lower_case(std::int32_t c);
std::int32_t upper_case(std::int32_t c);

} // namespace ffn

#pragma once

#include "engine/tokens/char_class.h"

#include <array>
#include <bitset>
#include <cstdint>
#include <vector>

namespace ffn {

/// The characters that one place of a pattern takes: `a`, `.`, `\p{L}`, `[^\s\p{L}\p{N}]`.
class CharSet {
  public:
    enum class Kind { Range, Category, WhiteSpace, Word };
    struct Item {
        Kind kind = Kind::Range;
        bool negated = false;
        std::int32_t first = 0, last = 0; ///< Range
        Categories categories = 0;        ///< Categories
    };

    CharSet(std::vector<Item> items, bool negated);

    bool contains(std::int32_t c) const { return c < 128 ? m_ascii[std::size_t(c)] : contains_slowly(c); }

  private:
    bool contains_slowly(std::int32_t c) const;

    std::vector<Item> m_items;
    bool m_negated;
    std::bitset<128> m_ascii;
};

} // namespace ffn

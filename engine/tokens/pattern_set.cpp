#include "engine/tokens/pattern_set.h"

#include <algorithm>
#include <utility>

namespace ffn {

namespace {

bool item_takes(const CharSet::Item& item, std::int32_t c) {
    switch (item.kind) {
    case CharSet::Kind::Range:
        return c >= item.first && c <= item.last;
    case CharSet::Kind::Category:
        return (category_bit(c) & item.categories) != 0;
    case CharSet::Kind::WhiteSpace:
        return is_white_space(c);
    case CharSet::Kind::Word:
        return is_word_char(c);
    }
    return false;
}

} // namespace

CharSet::CharSet(std::vector<Item> items, bool negated) : m_items(std::move(items)), m_negated(negated) {
    for (std::int32_t c = 0; c < 128; ++c)
        m_ascii[std::size_t(c)] = contains_slowly(c);
}

bool CharSet::contains_slowly(std::int32_t c) const {
    return m_negated != std::ranges::any_of(
                            m_items, [c](const Item& item) { return item_takes(item, c) != item.negated; });
}

} // namespace ffn

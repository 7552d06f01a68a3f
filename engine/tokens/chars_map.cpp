#include "engine/tokens/chars_map.h"

#include "engine/core/error.h"
#include "engine/formats/utf8_check.h"

namespace ffn {

namespace {

constexpr std::size_t kLargest = std::size_t(1) << 24; // Unicode's whole NFKC takes a fourth of a megabyte
constexpr std::size_t kLongestRule = 512; // bytes, on either side; the longest of Unicode's has 33

// A unit of Darts-clone's double array: label, or value, and the way to the children.
bool has_leaf(std::uint32_t unit) {
    return (unit >> 8 & 1) != 0;
}
std::uint32_t label(std::uint32_t unit) {
    return unit & (1U << 31 | 0xFF);
}
std::uint32_t value(std::uint32_t unit) {
    return unit & ((1U << 31) - 1);
}
std::uint32_t offset(std::uint32_t unit) {
    return unit >> 10 << ((unit & 1U << 9) >> 6);
}

std::uint32_t u32(std::string_view bytes, std::size_t at) {
    std::uint32_t number = 0;
    for (std::size_t i = 4; i-- > 0;)
        number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
    return number;
}

} // namespace

CharsMap::CharsMap(std::string_view bytes) {
    if (bytes.empty()) return;
    if (bytes.size() > kLargest)
        throw Error("the map of characters has " + std::to_string(bytes.size()) +
                    " bytes, more than the 16777216 that are read");
    if (bytes.size() < 4) throw Error("the map of characters is cut short");
    const std::size_t trie = u32(bytes, 0);
    if (trie < 4 || trie % 4 != 0 || trie > bytes.size() - 4)
        throw Error("the map of characters has a trie of " + std::to_string(trie) +
                    " bytes, which does not fit its " + std::to_string(bytes.size()) + " bytes");
    m_units.resize(trie / 4);
    for (std::size_t i = 0; i < m_units.size(); ++i)
        m_units[i] = u32(bytes, 4 + 4 * i);
    m_texts = bytes.substr(4 + trie);
    if (first_invalid_utf8(m_texts)) throw Error("the map of characters writes text that is not UTF-8");
}

std::optional<CharsMap::Rule> CharsMap::find(std::string_view text, bool longest) const {
    if (m_units.empty()) return std::nullopt;
    std::optional<Rule> best;
    std::size_t at = offset(m_units[0]);
    text = text.substr(0, kLongestRule); // a hostile trie can lead in a ring
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        at ^= byte;
        if (at >= m_units.size() || label(m_units[at]) != byte) break;
        const std::uint32_t unit = m_units[at];
        at ^= offset(unit);
        if (!has_leaf(unit)) continue;
        if (at >= m_units.size()) break;
        const std::size_t begin = value(m_units[at]);
        if (begin >= m_texts.size()) continue;
        const std::string_view written = std::string_view(m_texts).substr(begin, kLongestRule);
        best = Rule{i + 1, written.substr(0, written.find('\0'))};
        if (!longest) break;
    }
    return best;
}

} // namespace ffn

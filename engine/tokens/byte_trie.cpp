#include "engine/tokens/byte_trie.h"

#include "engine/core/error.h"
#include "engine/tokens/secret_factor.h"

#include <bit>

namespace ffn {

namespace {

constexpr std::uint32_t kMaxNodes = 5U << 19; // node and byte make one key of 32 bits
constexpr std::size_t kFirstSlots = 256;
constexpr std::size_t kManySlots = std::size_t(1) << 21; // from here on memory counts more than time

} // namespace

ByteTrie::ByteTrie()
    : m_slots(kFirstSlots), m_values{-1}, m_mask(kFirstSlots - 1), m_factor(secret_factor()),
      m_shift(64 - 8) {}

void ByteTrie::place(Slot slot) {
    std::size_t i = hash(slot.key);
    while (m_slots[i].key != 0)
        i = (i + 1) & m_mask;
    m_slots[i] = slot;
}

void ByteTrie::grow() {
    // Once, for a list that grows lies twice in memory for a moment.
    if (m_slots.size() * 2 == kManySlots) m_values.reserve(kMaxNodes);
    std::vector<Slot> old(m_slots.size() * 2);
    old.swap(m_slots);
    m_mask = m_slots.size() - 1;
    m_shift = 64 - std::countr_zero(m_slots.size());
    for (const Slot& slot : old)
        if (slot.key != 0) place(slot);
}

void ByteTrie::insert(std::string_view key, std::int32_t value) {
    std::uint32_t node = 0;
    for (const char byte : key) {
        std::uint32_t next = child(node, byte);
        if (next == kNone) {
            if (m_values.size() >= kMaxNodes)
                throw Error("the pieces of the tokeniser begin in more than 2,600,000 ways, more than any "
                            "vocabulary's");
            next = std::uint32_t(m_values.size());
            m_values.push_back(-1);
            if (node == 0) {
                m_first[static_cast<unsigned char>(byte)] = next;
            } else {
                if (++m_used * 4 > m_slots.size() * (m_slots.size() < kManySlots ? 2 : 3)) grow();
                place({node << 8 | static_cast<unsigned char>(byte), next});
            }
        }
        node = next;
    }
    m_values[node] = value;
}

std::optional<std::uint32_t> ByteTrie::node_of(std::string_view key) const {
    std::uint32_t node = 0;
    for (const char byte : key)
        if (node = child(node, byte); node == kNone) return std::nullopt;
    return node;
}

ByteTrie::Found ByteTrie::longest(std::string_view text, std::uint32_t node) const {
    Found found;
    for (std::size_t i = 0; i < text.size(); ++i) {
        node = child(node, text[i]);
        if (node == kNone) break;
        if (m_values[node] >= 0) found = {m_values[node], i + 1};
    }
    return found;
}

} // namespace ffn

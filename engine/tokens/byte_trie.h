#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace ffn {

/// Finds which of a set of byte strings begin at a place, a byte at a time. A node is a number; 0 is the
/// root.
class ByteTrie {
  public:
    static constexpr std::uint32_t kNone = 0; ///< no child: nothing leads back to the root

    ByteTrie();
    /// Of equal keys the last value stands. Throws Error when the keys have more than 2.5 M different
    /// beginnings, which take some 50 MB.
    void insert(std::string_view key, std::int32_t value);

    std::uint32_t child(std::uint32_t node, char byte) const {
        const std::uint32_t key = node << 8 | static_cast<unsigned char>(byte);
        if (node == 0) return m_first[key];
        for (std::size_t i = hash(key);; i = (i + 1) & m_mask) {
            if (m_slots[i].key == key) return m_slots[i].child;
            if (m_slots[i].key == 0) return kNone;
        }
    }
    /// What was inserted for the bytes on the way to `node`, −1 for nothing.
    std::int32_t value(std::uint32_t node) const { return m_values[node]; }
    bool empty() const { return m_values.size() == 1; }

    struct Found {
        std::int32_t value = -1;
        std::size_t length = 0;
    };
    /// The longest key that `text` begins with; value −1 for none. Below another node than the root: the
    /// longest that goes on from there.
    Found longest(std::string_view text, std::uint32_t node = 0) const;
    /// Where `key` leads; nothing where no key begins so.
    std::optional<std::uint32_t> node_of(std::string_view key) const;

  private:
    struct Slot {
        std::uint32_t key = 0, child = 0; ///< key 0: empty, as node 0 is not kept here
    };
    /// By a factor that no file can know.
    std::size_t hash(std::uint32_t key) const { return std::size_t(key * m_factor >> m_shift); }
    void place(Slot slot);
    void grow();

    std::array<std::uint32_t, 256> m_first{};
    std::vector<Slot> m_slots;
    std::vector<std::int32_t> m_values;
    std::size_t m_mask = 0, m_used = 0;
    std::uint64_t m_factor;
    int m_shift = 0;
};

} // namespace ffn

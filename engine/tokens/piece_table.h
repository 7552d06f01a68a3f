#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ffn {

/// The pieces of a tokeniser and their ids. A piece is known by its place in the table; ids may have gaps.
/// Besides their bytes pieces take some 20 bytes each, for a file may hold a million.
class PieceTable {
  public:
    static constexpr std::int32_t kNone = -1;

    /// Of equal pieces and of equal ids the first is the one that is found. Ids are from 0 to 2³¹−1.
    /// Throws Error for pieces made so that finding them would take ages.
    std::int32_t add(std::string_view piece, std::int64_t id);
    /// To be called after the last piece, and before `piece_of_id`, unless ids were added in their order.
    void sort_ids();

    std::size_t size() const { return m_ids.size(); }
    std::string_view piece(std::int32_t place) const {
        const std::uint32_t begin = place == 0 ? 0 : m_ends[std::size_t(place) - 1];
        return std::string_view(m_text).substr(begin, m_ends[std::size_t(place)] - begin);
    }
    std::int64_t id(std::int32_t place) const { return m_ids[std::size_t(place)]; }
    /// kNone for a piece that is not there.
    std::int32_t find(std::string_view piece) const;
    std::optional<std::string> piece_of_id(std::int64_t id) const;
    /// One above the largest id.
    std::int64_t id_end() const { return m_id_end; }

  private:
    /// Where the piece's place is kept in `m_slots`, or would be.
    std::size_t slot_of(std::string_view piece) const;
    void grow();

    std::string m_text; ///< all pieces, one after another
    std::vector<std::uint32_t> m_ends;
    std::vector<std::int32_t> m_ids;
    std::vector<std::int32_t> m_slots; ///< places by the pieces' hashes: open addressing, at most half full
    std::vector<std::int32_t> m_by_id; ///< places in the order of ids; empty where that is their own
    std::int64_t m_id_end = 0;
};

} // namespace ffn

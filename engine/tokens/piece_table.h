#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ffn {

/// The pieces of a tokeniser and their ids. A piece is known by its place in the table; ids may have gaps.
class PieceTable {
  public:
    static constexpr std::int32_t kNone = -1;

    /// Of equal pieces and of equal ids the first is the one that is found.
    std::int32_t add(std::string piece, std::int64_t id);

    std::size_t size() const { return m_pieces.size(); }
    const std::string& piece(std::int32_t place) const { return m_pieces[std::size_t(place)]; }
    std::int64_t id(std::int32_t place) const { return m_ids[std::size_t(place)]; }
    /// kNone for a piece that is not there.
    std::int32_t find(std::string_view piece) const;
    std::optional<std::string> piece_of_id(std::int64_t id) const;
    /// One above the largest id.
    std::int64_t id_end() const { return m_id_end; }

  private:
    std::deque<std::string> m_pieces; ///< stays in place while it grows
    std::vector<std::int64_t> m_ids;
    std::unordered_map<std::string_view, std::int32_t> m_places;
    std::unordered_map<std::int64_t, std::int32_t> m_by_id;
    std::int64_t m_id_end = 0;
};

} // namespace ffn

#include "engine/tokens/piece_table.h"

#include <algorithm>
#include <utility>

namespace ffn {

std::int32_t PieceTable::add(std::string piece, std::int64_t id) {
    const auto place = std::int32_t(m_pieces.size());
    m_pieces.push_back(std::move(piece));
    m_ids.push_back(id);
    m_places.emplace(m_pieces.back(), place);
    m_by_id.emplace(id, place);
    m_id_end = std::max(m_id_end, id + 1);
    return place;
}

std::int32_t PieceTable::find(std::string_view piece) const {
    const auto found = m_places.find(piece);
    return found == m_places.end() ? kNone : found->second;
}

std::optional<std::string> PieceTable::piece_of_id(std::int64_t id) const {
    const auto found = m_by_id.find(id);
    if (found == m_by_id.end()) return std::nullopt;
    return m_pieces[std::size_t(found->second)];
}

} // namespace ffn

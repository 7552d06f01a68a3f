#include "engine/tokens/piece_table.h"

#include "engine/core/error.h"

#include <algorithm>
#include <cassert>
#include <functional>
#include <limits>
#include <numeric>

namespace ffn {

namespace {

constexpr std::size_t kFirstSlots = 64;
constexpr std::size_t kMostProbes = 256; // a million words need some tens

} // namespace

std::size_t PieceTable::slot_of(std::string_view piece) const {
    const std::size_t mask = m_slots.size() - 1;
    std::size_t slot = std::hash<std::string_view>()(piece) & mask;
    for (std::size_t probes = 0; m_slots[slot] != kNone && this->piece(m_slots[slot]) != piece; ++probes) {
        if (probes == kMostProbes) throw Error("the pieces of the tokeniser were made to clash");
        slot = (slot + 1) & mask;
    }
    return slot;
}

void PieceTable::grow() {
    m_slots.assign(std::max(m_slots.size() * 2, kFirstSlots), kNone);
    for (std::int32_t place = 0; place < std::int32_t(size()); ++place) {
        const std::size_t slot = slot_of(piece(place));
        if (m_slots[slot] == kNone) m_slots[slot] = place;
    }
}

std::int32_t PieceTable::add(std::string_view piece, std::int64_t id) {
    assert(id >= 0 && id <= std::numeric_limits<std::int32_t>::max());
    if (piece.size() > std::numeric_limits<std::uint32_t>::max() - m_text.size())
        throw Error("the pieces of the tokeniser have more than 4 GB");
    const auto place = std::int32_t(size());
    m_text.append(piece);
    m_ends.push_back(std::uint32_t(m_text.size()));
    m_ids.push_back(std::int32_t(id));
    m_id_end = std::max(m_id_end, id + 1);
    if (size() * 2 > m_slots.size()) {
        grow();
    } else if (const std::size_t slot = slot_of(this->piece(place)); m_slots[slot] == kNone) {
        m_slots[slot] = place;
    }
    return place;
}

void PieceTable::sort_ids() {
    m_by_id.clear();
    if (std::ranges::is_sorted(m_ids)) return; // of equal ids the first stands first
    m_by_id.resize(size());
    std::iota(m_by_id.begin(), m_by_id.end(), 0);
    std::ranges::sort(m_by_id, {}, [&](std::int32_t place) { return std::pair(id(place), place); });
}

std::int32_t PieceTable::find(std::string_view piece) const {
    return m_slots.empty() ? kNone : m_slots[slot_of(piece)];
}

std::optional<std::string> PieceTable::piece_of_id(std::int64_t id) const {
    const auto id_of = [&](std::int32_t place) { return this->id(place); };
    std::int32_t place = kNone;
    if (m_by_id.empty()) {
        const auto found = std::ranges::lower_bound(m_ids, id);
        if (found != m_ids.end()) place = std::int32_t(found - m_ids.begin());
    } else if (const auto found = std::ranges::lower_bound(m_by_id, id, {}, id_of); found != m_by_id.end()) {
        place = *found;
    }
    if (place == kNone || this->id(place) != id) return std::nullopt;
    return std::string(piece(place));
}

} // namespace ffn

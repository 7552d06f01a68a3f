#include "engine/raster/cell_order.h"

#include <cassert>
#include <utility>

namespace ffn {

namespace {

std::vector<std::int32_t> inverse(const std::vector<std::int32_t>& order) {
    std::vector<std::int32_t> places(order.size(), -1);
    for (std::size_t i = 0; i < order.size(); ++i) {
        assert(order[i] >= 0 && std::size_t(order[i]) < order.size() && places[std::size_t(order[i])] == -1);
        places[std::size_t(order[i])] = std::int32_t(i);
    }
    return places;
}

} // namespace

CellOrder::CellOrder(std::vector<std::int32_t> rows, std::vector<std::int32_t> units)
    : m_rows(std::move(rows)), m_units(std::move(units)), m_shown_rows(inverse(m_rows)),
      m_shown_units(inverse(m_units)) {}

} // namespace ffn

#pragma once

#include <cstdint>
#include <vector>

namespace ffn {

/// In which order a stage's rows and units are shown. Cells go by their place in the picture («shown») or by
/// their true number; this is the way from one to the other and back.
class CellOrder {
  public:
    /// As they are.
    CellOrder() = default;
    /// Each is a permutation, place → true number; empty: as they are.
    CellOrder(std::vector<std::int32_t> rows, std::vector<std::int32_t> units);

    bool operator==(const CellOrder&) const = default;
    bool rows_as_they_are() const { return m_rows.empty(); }
    bool units_as_they_are() const { return m_units.empty(); }
    const std::vector<std::int32_t>& units() const { return m_units; }

    std::int64_t row(std::int64_t shown) const { return of(m_rows, shown); }
    std::int64_t unit(std::int64_t shown) const { return of(m_units, shown); }
    /// The places; −1 stays −1.
    std::int64_t shown_row(std::int64_t row) const { return of(m_shown_rows, row); }
    std::int64_t shown_unit(std::int64_t unit) const { return of(m_shown_units, unit); }

  private:
    static std::int64_t of(const std::vector<std::int32_t>& order, std::int64_t i) {
        return order.empty() || i < 0 || i >= std::int64_t(order.size()) ? i : order[std::size_t(i)];
    }
    std::vector<std::int32_t> m_rows, m_units, m_shown_rows, m_shown_units;
};

} // namespace ffn

#include "ui/heatmap/shown_part.h"

namespace ffn::ui {

StagePart ShownPart::numbers() const {
    StagePart part{stage, {}, {}};
    for (std::int64_t row = cells.row; row < cells.row + cells.rows; ++row)
        part.rows.push_back(order.row(row));
    for (std::int64_t unit = cells.unit; unit < cells.unit + cells.units; ++unit)
        part.units.push_back(order.unit(unit));
    return part;
}

} // namespace ffn::ui

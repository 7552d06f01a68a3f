#pragma once

#include "engine/analysis/cell_ordering.h"
#include "engine/forward/snapshot.h"
#include "engine/raster/cell_order.h"

#include <QString>

#include <memory>

namespace ffn::ui {

/// How a person wants the units or the tokens put in order; `list` matters to OrderBy::Chosen only.
struct AxisOrder {
    OrderBy by = OrderBy::Number;
    QString list;
    bool operator==(const AxisOrder&) const = default;
};

/// Orders that were worked out, with what they were worked out from.
struct OrderedCells {
    struct Axis {
        AxisOrder asked;
        std::shared_ptr<const Tensor> source;
        std::vector<std::int32_t> order;
    };
    Axis units, rows;
    CellOrder order() const { return {rows.order, units.order}; }
};
using OrderedCellsPtr = std::shared_ptr<const OrderedCells>;

/// The order of a stage's cells. All stages of width d_ff follow the hidden stage, and so do the rows of
/// every stage where it was kept, so that a place means the same in all of them; others follow themselves.
/// What `last` has already is used again. Throws Error for a list that is none, Stopped.
OrderedCellsPtr orderCells(const Snapshot& snapshot, Stage stage, const AxisOrder& units,
                           const AxisOrder& rows, const OrderedCellsPtr& last, const Progress& progress);

/// "by activity" …, for menus and figures.
QString orderText(OrderBy by);

} // namespace ffn::ui

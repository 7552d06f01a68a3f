#include "ui/heatmap/map_order.h"

#include "ui/heatmap/map_coloring.h"

#include <QCoreApplication>

namespace ffn::ui {
namespace {

struct OrderText {
    Q_DECLARE_TR_FUNCTIONS(OrderText)
};

std::shared_ptr<const Tensor> sourceOf(const Snapshot& snapshot, Stage stage, bool followsHidden) {
    const Stage source = followsHidden && snapshot.has(Stage::Hidden) ? Stage::Hidden : stage;
    return snapshot.kept[std::size_t(source)];
}

} // namespace

OrderedCellsPtr orderCells(const Snapshot& snapshot, Stage stage, const AxisOrder& units,
                           const AxisOrder& rows, const OrderedCellsPtr& last, const Progress& progress) {
    auto cells = std::make_shared<OrderedCells>();
    const TokenBatch tokens = tokensOf(snapshot, stage);
    const auto chosen = [](const AxisOrder& axis) {
        return axis.by == OrderBy::Chosen ? parse_numbers(axis.list.toStdString())
                                          : std::vector<std::int64_t>();
    };
    cells->units = {units, sourceOf(snapshot, stage, info(stage).width == StageWidth::Hidden), {}};
    cells->rows = {rows, sourceOf(snapshot, stage, true), {}};
    const auto known = [](const OrderedCells::Axis& a, const OrderedCells::Axis& b) {
        return a.asked == b.asked && a.source == b.source;
    };
    if (last && known(last->units, cells->units))
        cells->units.order = last->units.order;
    else
        cells->units.order = order_of_units(*cells->units.source, tokens, units.by, chosen(units), progress);
    if (last && known(last->rows, cells->rows))
        cells->rows.order = last->rows.order;
    else
        cells->rows.order = order_of_rows(*cells->rows.source, tokens, rows.by, chosen(rows), progress);
    return cells;
}

QString orderText(OrderBy by) {
    switch (by) {
    case OrderBy::Number:
        return OrderText::tr("as they are");
    case OrderBy::Activity:
        return OrderText::tr("by activity");
    case OrderBy::Mean:
        return OrderText::tr("by mean");
    case OrderBy::Alike:
        return OrderText::tr("alike side by side");
    case OrderBy::Chosen:
        return OrderText::tr("a list first");
    }
    return {};
}

} // namespace ffn::ui

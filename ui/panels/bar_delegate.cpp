#include "ui/panels/bar_delegate.h"

#include "ui/panels/plot_style.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ffn::ui {

QRectF BarDelegate::barRect(const QRectF& cell, double fraction, bool isSigned) {
    const double f = std::clamp(fraction, -1.0, 1.0);
    const QRectF inside = cell.adjusted(2, 2, -2, -2);
    if (!isSigned) return {inside.left(), inside.top(), inside.width() * std::abs(f), inside.height()};
    const double half = inside.width() / 2 * std::abs(f), middle = inside.center().x();
    return {f < 0 ? middle - half : middle, inside.top(), half, inside.height()};
}

void BarDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const {
    const QVariant bar = index.data(kBarRole);
    if (!bar.isValid() || std::isnan(bar.toDouble())) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QString text = cell.text;
    cell.text.clear();
    const QStyle* style = cell.widget ? cell.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);

    const bool isSigned = index.data(kBarSignedRole).toBool();
    const double fraction = bar.toDouble();
    painter->save();
    QColor color = isSigned ? signColor(option.palette, fraction < 0) : seriesColor(option.palette, 0);
    color.setAlphaF(isDark(option.palette) ? 0.5f : 0.45f);
    painter->fillRect(barRect(option.rect, fraction, isSigned), color);
    if (isSigned) {
        const double middle = QRectF(option.rect).center().x();
        painter->setPen(
            blended(option.palette.color(QPalette::Base), option.palette.color(QPalette::Text), 0.4));
        painter->drawLine(QPointF(middle, option.rect.top()), QPointF(middle, option.rect.bottom()));
    }
    const auto group = option.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
    const bool selected = option.state & QStyle::State_Selected;
    painter->setFont(cell.font);
    painter->setPen(option.palette.color(group, selected ? QPalette::HighlightedText : QPalette::Text));
    painter->drawText(option.rect.adjusted(4, 0, -6, 0), int(cell.displayAlignment), text);
    painter->restore();
}

} // namespace ffn::ui

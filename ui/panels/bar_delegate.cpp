#include "ui/panels/bar_delegate.h"

#include "ui/panels/plot_style.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ffn::ui {

QRectF BarDelegate::barSpace(const QRectF& cell, double numberWidth) {
    const QRectF inside = cell.adjusted(3, 0, -3, 0);
    if (inside.width() >= 2.2 * numberWidth) return inside.adjusted(0, 3, -numberWidth - 6, -3);
    return {inside.left(), inside.bottom() - 4, inside.width(), 3};
}

QRectF BarDelegate::barRect(const QRectF& space, double fraction, bool isSigned) {
    const double f = std::clamp(fraction, -1.0, 1.0);
    if (!isSigned) return {space.left(), space.top(), space.width() * std::abs(f), space.height()};
    const double half = space.width() / 2 * std::abs(f), middle = space.center().x();
    return {f < 0 ? middle - half : middle, space.top(), half, space.height()};
}

QRectF BarDelegate::floatingRect(const QRectF& space, double from, double to) {
    const double low = std::clamp(std::min(from, to), 0.0, 1.0),
                 high = std::clamp(std::max(from, to), 0.0, 1.0);
    // Even a step of nothing shows where it stands.
    return {space.left() + low * space.width(), space.top(), std::max(1.0, (high - low) * space.width()),
            space.height()};
}

double BarDelegate::numberWidth(const QFontMetrics& metrics) {
    return metrics.horizontalAdvance("−0.00000");
}

QSize BarDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    return QStyledItemDelegate::sizeHint(option, index) + QSize(6, 0);
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

    const auto group = option.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
    const bool selected = option.state & QStyle::State_Selected;
    const QColor ink = option.palette.color(group, selected ? QPalette::HighlightedText : QPalette::Text);
    const QVariant from = index.data(kBarFromRole);
    const bool isSigned = index.data(kBarSignedRole).toBool();
    const double fraction = bar.toDouble();
    const QRectF space = barSpace(option.rect, numberWidth(option.fontMetrics));
    painter->save();
    const bool negative = from.isValid() ? isSigned : fraction < 0;
    const QColor color =
        isSigned || from.isValid() ? signColor(option.palette, negative) : seriesColor(option.palette, 0);
    painter->fillRect(from.isValid() ? floatingRect(space, from.toDouble(), fraction)
                                     : barRect(space, fraction, isSigned),
                      selected ? ink : color);
    if (isSigned && !from.isValid()) {
        const double middle = space.center().x();
        painter->setPen(blended(option.palette.color(QPalette::Base), ink, 0.5));
        painter->drawLine(QPointF(middle, space.top() - 2), QPointF(middle, space.bottom() + 2));
    }
    painter->setFont(cell.font);
    painter->setPen(ink);
    painter->drawText(option.rect.adjusted(4, 0, -6, 0), int(cell.displayAlignment), text);
    painter->restore();
}

} // namespace ffn::ui

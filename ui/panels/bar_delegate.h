#pragma once

#include <QStyledItemDelegate>

namespace ffn::ui {

/// Model data for BarDelegate: a bar's length, −1 … 1 of the cell.
inline constexpr int kBarRole = Qt::UserRole + 1;
/// True: the bar starts in the middle of the cell and goes left for negative numbers.
inline constexpr int kBarSignedRole = Qt::UserRole + 2;

/// Draws a cell's number over a bar of its size.
class BarDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

    /// Where the bar of `fraction` lies inside a cell.
    static QRectF barRect(const QRectF& cell, double fraction, bool isSigned);
};

} // namespace ffn::ui

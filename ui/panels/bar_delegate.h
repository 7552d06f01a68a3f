#pragma once

#include <QStyledItemDelegate>

namespace ffn::ui {

/// Model data for BarDelegate: a bar's length, −1 … 1 of the cell.
inline constexpr int kBarRole = Qt::UserRole + 1;
/// True: the bar starts in the middle of the cell and goes left for negative numbers.
inline constexpr int kBarSignedRole = Qt::UserRole + 2;
/// Where it is valid the bar floats between it and kBarRole, both 0 … 1, and kBarSignedRole is true of a
/// fall.
inline constexpr int kBarFromRole = Qt::UserRole + 3;

/// Draws a cell's number and a bar of its size: beside the number where the cell is wide, else as a thin line
/// below it, so that neither hides the other.
class BarDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

    /// What the longest number takes; by the view's font, so that all bars of a column share one scale.
    static double numberWidth(const QFontMetrics& metrics);
    /// The part of a cell that bars have for themselves, where numbers are `numberWidth` wide.
    static QRectF barSpace(const QRectF& cell, double numberWidth);
    /// Where the bar of `fraction` lies inside its space.
    static QRectF floatingRect(const QRectF& space, double from, double to);
    static QRectF barRect(const QRectF& space, double fraction, bool isSigned);
};

} // namespace ffn::ui

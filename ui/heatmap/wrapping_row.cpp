#include "ui/heatmap/wrapping_row.h"

#include <QLabel>

namespace ffn::ui {

WrappingRow::WrappingRow(QWidget* parent) : QLayout(parent) {
    setSpacing(6);
}

WrappingRow::~WrappingRow() {
    qDeleteAll(m_items);
}

QLayoutItem* WrappingRow::takeAt(int index) {
    return index >= 0 && index < m_items.size() ? m_items.takeAt(index) : nullptr;
}

QSize WrappingRow::minimumSize() const {
    QSize size;
    for (const QLayoutItem* item : m_items)
        size = size.expandedTo(item->minimumSize());
    const QMargins m = contentsMargins();
    return size + QSize(m.left() + m.right(), m.top() + m.bottom());
}

void WrappingRow::setGeometry(const QRect& rect) {
    QLayout::setGeometry(rect);
    place(rect, true);
}

bool WrappingRow::staysWithNext(int index) const {
    return index + 1 < m_items.size() && qobject_cast<QLabel*>(m_items[index]->widget());
}

int WrappingRow::place(const QRect& rect, bool move) const {
    const QRect area = rect.marginsRemoved(contentsMargins());
    int x = area.left(), y = area.top(), high = 0; // all lines are as high as the highest item
    for (const QLayoutItem* item : m_items)
        high = std::max(high, item->sizeHint().height());
    for (int i = 0; i < m_items.size(); ++i) {
        QLayoutItem* item = m_items[i];
        if (item->isEmpty()) continue;
        const QSize size = item->sizeHint();
        const int together =
            size.width() + (staysWithNext(i) ? spacing() + m_items[i + 1]->sizeHint().width() : 0);
        const bool held = i > 0 && staysWithNext(i - 1);
        if (!held && x > area.left() && x + together > area.right() + 1) {
            x = area.left();
            y += high + spacing() / 2;
        }
        if (move) item->setGeometry({QPoint(x, y), QSize(size.width(), high)});
        x += size.width() + spacing();
    }
    const QMargins m = contentsMargins();
    return y + high - area.top() + m.top() + m.bottom();
}

} // namespace ffn::ui

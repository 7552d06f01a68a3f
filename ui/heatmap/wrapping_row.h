#pragma once

#include <QLayout>

namespace ffn::ui {

/// Widgets side by side that go on in a next line where a line is full, so that a narrow window clips none. A
/// label stays in the line of its field.
class WrappingRow : public QLayout {
  public:
    explicit WrappingRow(QWidget* parent);
    ~WrappingRow() override;

    void addItem(QLayoutItem* item) override { m_items.append(item); }
    QLayoutItem* itemAt(int index) const override { return m_items.value(index); }
    QLayoutItem* takeAt(int index) override;
    int count() const override { return int(m_items.size()); }
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return place(QRect(0, 0, width, 0), false); }
    QSize sizeHint() const override { return minimumSize(); }
    QSize minimumSize() const override;
    void setGeometry(const QRect& rect) override;

  private:
    bool staysWithNext(int index) const;
    /// The height that the items take; moves them there if asked to.
    int place(const QRect& rect, bool move) const;

    QList<QLayoutItem*> m_items;
};

} // namespace ffn::ui

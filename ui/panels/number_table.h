#pragma once

#include "ui/panels/number_table_model.h"

#include <QTableView>

#include <optional>

namespace ffn::ui {

/// A table of numbers with bars in its cells, whose current row follows a cursor kept elsewhere. Copy
/// (Ctrl+C) takes all that is shown.
class NumberTable : public QTableView {
    Q_OBJECT
  public:
    explicit NumberTable(QWidget* parent = nullptr);

    /// Takes over new contents; the scroll position stays, and so does the current key unless `current` is
    /// another one.
    void setTable(std::vector<qint64> keys, std::vector<NumberColumn> columns,
                  std::optional<qint64> current = {});
    /// As NumberTableModel::setShown.
    void setShown(std::vector<bool> shown);
    const NumberTableModel& table() const { return *m_model; }
    /// Marks the row of `key` without choosing it; −1 marks none.
    void setCurrentKey(qint64 key);
    qint64 currentKey() const { return m_key; }

  signals:
    /// A person moved to a row, or clicked the current one again.
    void chosen(qint64 key);

  protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  private:
    void fitRows();
    /// As wide as their contents, and what is left over shared out.
    void fitColumns();
    void showKey();

    NumberTableModel* m_model;
    qint64 m_key = -1;
    bool m_marking = false;
};

} // namespace ffn::ui

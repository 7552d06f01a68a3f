#pragma once

#include "engine/analysis/table.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QModelIndex;
class QTableView;

namespace ffn::ui {

class TableModel;

/// A table of the engine to look at: sorted by any column, filtered by words, copied (Ctrl+C) and saved as
/// CSV or JSON.
class TableView : public QWidget {
    Q_OBJECT
  public:
    explicit TableView(QWidget* parent = nullptr);
    /// `headers` are what the columns are called on the screen; empty: their names.
    void setTable(Table table, const QStringList& headers = {});
    /// Moves to a row of the table where it is shown; −1: to none.
    void moveTo(int row);
    /// As high as `rows` lines need, all columns in sight, without the line above it: for a table that is
    /// seen at a glance.
    void setGlance(int rows);
    /// The column that takes the room that the others leave.
    void setWide(int column) { m_wide = column; }
    /// As it is shown, with tabs between the columns.
    QString text() const;
    QTableView* view() const { return m_view; }
    QLineEdit* filter() const { return m_filter; }

  signals:
    /// A person moved to a row; its number in the table, not on the screen.
    void chosen(int row);
    /// A person opened a row: double click or Enter.
    void opened(int row);
    void failed(const QString& sentence);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void retranslate();
    void open(const QModelIndex& shown);
    void copy();
    void save();
    void showCount();
    void shareWidth();

    TableModel* m_model;
    QSortFilterProxyModel* m_shown;
    QTableView* m_view;
    QLineEdit* m_filter;
    QLabel* m_count;
    QWidget* m_line;
    bool m_glance = false;
    int m_wide = -1;
    QPushButton *m_copy, *m_save;
};

} // namespace ffn::ui

#pragma once

#include "engine/analysis/table.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace ffn::ui {

class TableModel;

/// A table of the engine to look at: sorted by any column, filtered by words, copied (Ctrl+C) and saved as
/// CSV or JSON.
class TableView : public QWidget {
    Q_OBJECT
  public:
    explicit TableView(QWidget* parent = nullptr);
    void setTable(Table table);
    /// As it is shown, with tabs between the columns.
    QString text() const;
    QTableView* view() const { return m_view; }
    QLineEdit* filter() const { return m_filter; }

  signals:
    /// A person clicked a row or pressed Return on it; its number in the table, not on the screen. Walking
    /// along the rows, sorting and filtering choose nothing.
    void chosen(int row);
    void failed(const QString& sentence);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void retranslate();
    void choose(const QModelIndex& shown);
    void copy();
    void save();
    void showCount();

    TableModel* m_model;
    QSortFilterProxyModel* m_shown;
    QTableView* m_view;
    QLineEdit* m_filter;
    QLabel* m_count;
    QPushButton *m_copy, *m_save;
};

} // namespace ffn::ui

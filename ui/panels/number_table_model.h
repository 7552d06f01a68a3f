#pragma once

#include <QAbstractTableModel>

#include <functional>
#include <vector>

namespace ffn::ui {

/// One column of a NumberTableModel: words or numbers, one a row.
struct NumberColumn {
    enum class Form { Text, Count, Number, Decimals, Percent };
    enum class Bar { None, FromZero, Signed, Floating };
    QString title, toolTip;
    Form form = Form::Number;
    QStringList texts;           ///< Form::Text
    std::vector<double> numbers; ///< the other forms
    Bar bar = Bar::None;
    double full = 1;            ///< the number whose bar fills the cell
    int digits = 4;             ///< significant ones (Number) or those behind the point (Decimals)
    std::vector<double> from{}; ///< Bar::Floating: where a bar begins; it ends at the number
    double low = 0;             ///< Bar::Floating: the left end of the cell, `full` is the right one
    std::function<QString(qint64 key)> tip{}; ///< of a cell, in place of its number in full
};

/// Rows of numbers, each known by a key (a token's row, a unit), sortable by every column; NaN sorts last.
class NumberTableModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    using QAbstractTableModel::QAbstractTableModel;

    void setTable(std::vector<qint64> keys, std::vector<NumberColumn> columns);
    /// Shows only rows whose place in `setTable` is true; an empty list shows all. New contents keep it where
    /// they are as many.
    void setShown(std::vector<bool> shown);
    /// What is shown, in its order, under a line of titles: cells parted by tabs, numbers in full.
    QString tabSeparated() const;
    qint64 keyAt(int row) const { return m_keys[std::size_t(m_order[std::size_t(row)])]; }
    /// The row where `key` is shown, −1 if nowhere.
    int rowOf(qint64 key) const;
    /// Labels among which the column's widest is, or nearly: columns keep their width while one scrolls.
    QStringList longLabels(int column) const;
    bool hasBar(int column) const { return m_columns[std::size_t(column)].bar != NumberColumn::Bar::None; }
    /// The number behind a cell, whatever the order is.
    double numberAt(int row, int column) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

  private:
    void arrange();
    QVariant text(const NumberColumn& column, std::size_t row) const;
    QVariant bar(const NumberColumn& column, std::size_t row, int role) const;
    static QVariant floatingBar(const NumberColumn& column, std::size_t row, int role);

    std::vector<qint64> m_keys;
    std::vector<NumberColumn> m_columns;
    std::vector<bool> m_shown;
    std::vector<int> m_order; // shown row → row of the columns
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace ffn::ui

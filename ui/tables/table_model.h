#pragma once

#include "engine/analysis/table.h"

#include <QAbstractTableModel>
#include <QStringList>

namespace ffn::ui {

/// A table of the engine for a view; every cell sorts by its value (Qt::UserRole), numbers stand on the
/// right.
class TableModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    using QAbstractTableModel::QAbstractTableModel;
    /// `headers` are what the columns are called on the screen; empty: their names.
    void setTable(Table table, const QStringList& headers = {});
    const Table& table() const { return m_table; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    Table m_table;
    QStringList m_headers;
};

} // namespace ffn::ui

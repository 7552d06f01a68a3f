#include "ui/tables/table_model.h"

#include "ui/panels/number_label.h"

#include <cmath>

namespace ffn::ui {

namespace {

using Kind = TableCell::Kind;

QString shown(const TableCell& cell) {
    switch (cell.kind) {
    case Kind::Count:
        return QString::number(cell.count);
    case Kind::Float32:
    case Kind::Float64:
        return numberLabel(cell.number);
    case Kind::Text:
        return QString::fromStdString(cell.text);
    case Kind::Nothing:
        break;
    }
    return {};
}

QVariant sortKey(const TableCell& cell) {
    switch (cell.kind) {
    case Kind::Count:
        return double(cell.count);
    case Kind::Float32:
    case Kind::Float64:
        return std::isnan(cell.number) ? QVariant(-HUGE_VAL) : QVariant(cell.number);
    case Kind::Text:
        return QString::fromStdString(cell.text);
    case Kind::Nothing:
        break;
    }
    return -HUGE_VAL;
}

} // namespace

void TableModel::setTable(Table table, const QStringList& headers) {
    beginResetModel();
    m_table = std::move(table);
    m_headers = headers;
    endResetModel();
}

int TableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_table.rows.size());
}

int TableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_table.columns.size());
}

QVariant TableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const TableCell& cell = m_table.rows[std::size_t(index.row())][std::size_t(index.column())];
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole) return shown(cell);
    if (role == Qt::UserRole) return sortKey(cell);
    if (role == Qt::TextAlignmentRole)
        return int((cell.kind == Kind::Text ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    return {};
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    if (section < m_headers.size()) return m_headers[section];
    return QString::fromStdString(m_table.columns[std::size_t(section)]).replace('_', ' ');
}

} // namespace ffn::ui

#include "ui/panels/number_table_model.h"

#include "ui/panels/bar_delegate.h"
#include "ui/panels/number_label.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ffn::ui {

void NumberTableModel::setTable(std::vector<qint64> keys, std::vector<NumberColumn> columns) {
    beginResetModel();
    m_keys = std::move(keys);
    m_columns = std::move(columns);
    arrange();
    endResetModel();
}

int NumberTableModel::rowOf(qint64 key) const {
    for (std::size_t row = 0; row < m_order.size(); ++row)
        if (keyAt(int(row)) == key) return int(row);
    return -1;
}

double NumberTableModel::numberAt(int row, int column) const {
    return m_columns[std::size_t(column)].numbers[std::size_t(m_order[std::size_t(row)])];
}

int NumberTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_keys.size());
}

int NumberTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_columns.size());
}

QVariant NumberTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const NumberColumn& column = m_columns[std::size_t(index.column())];
    const std::size_t row = std::size_t(m_order[std::size_t(index.row())]);
    switch (role) {
    case Qt::DisplayRole:
        return text(column, row);
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter |
                   (column.form == NumberColumn::Form::Text ? Qt::AlignLeft : Qt::AlignRight));
    case Qt::ToolTipRole:
        if (column.form == NumberColumn::Form::Text) return text(column, row);
        return QString("%1: %2").arg(column.title, statisticLabel(column.numbers[row], 9));
    case kBarRole:
    case kBarSignedRole:
        return bar(column, row, role);
    default:
        return {};
    }
}

QVariant NumberTableModel::text(const NumberColumn& column, std::size_t row) const {
    switch (column.form) {
    case NumberColumn::Form::Text:
        return column.texts[qsizetype(row)];
    case NumberColumn::Form::Count:
        return std::isnan(column.numbers[row]) ? QString("–") : countLabel(qint64(column.numbers[row]));
    case NumberColumn::Form::Percent:
        return percentLabel(column.numbers[row]);
    case NumberColumn::Form::Decimals:
        return decimalLabel(column.numbers[row], column.digits);
    case NumberColumn::Form::Number:
        break;
    }
    return statisticLabel(column.numbers[row], column.digits);
}

QVariant NumberTableModel::bar(const NumberColumn& column, std::size_t row, int role) const {
    if (column.bar == NumberColumn::Bar::None) return {};
    if (role == kBarSignedRole) return column.bar == NumberColumn::Bar::Signed;
    return column.full > 0 ? column.numbers[row] / column.full : 0.0;
}

QVariant NumberTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section >= int(m_columns.size())) return {};
    const NumberColumn& column = m_columns[std::size_t(section)];
    if (role == Qt::DisplayRole) return column.title;
    if (role == Qt::ToolTipRole) return column.toolTip;
    return {};
}

void NumberTableModel::arrange() {
    m_order.resize(m_keys.size());
    std::iota(m_order.begin(), m_order.end(), 0);
    if (m_sortColumn < 0 || m_sortColumn >= int(m_columns.size())) return;
    const NumberColumn& column = m_columns[std::size_t(m_sortColumn)];
    const bool up = m_sortOrder == Qt::AscendingOrder;
    if (column.form == NumberColumn::Form::Text) {
        std::stable_sort(m_order.begin(), m_order.end(), [&](int a, int b) {
            return up ? column.texts[a] < column.texts[b] : column.texts[b] < column.texts[a];
        });
        return;
    }
    std::stable_sort(m_order.begin(), m_order.end(), [&](int a, int b) {
        const double x = column.numbers[std::size_t(a)], y = column.numbers[std::size_t(b)];
        if (std::isnan(x) || std::isnan(y)) return !std::isnan(x) && std::isnan(y);
        return up ? x < y : y < x;
    });
}

void NumberTableModel::sort(int column, Qt::SortOrder order) {
    emit layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const std::vector<int> before = m_order;
    m_sortColumn = column;
    m_sortOrder = order;
    arrange();
    std::vector<int> shownAt(m_order.size());
    for (std::size_t i = 0; i < m_order.size(); ++i)
        shownAt[std::size_t(m_order[i])] = int(i);
    const QModelIndexList from = persistentIndexList();
    QModelIndexList to;
    for (const QModelIndex& i : from)
        to += index(shownAt[std::size_t(before[std::size_t(i.row())])], i.column());
    changePersistentIndexList(from, to);
    emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

} // namespace ffn::ui

#include "ui/panels/number_table_model.h"

#include "engine/core/number_text.h"
#include "ui/panels/bar_delegate.h"
#include "ui/panels/number_label.h"

#include <algorithm>
#include <cmath>

namespace ffn::ui {

void NumberTableModel::setTable(std::vector<qint64> keys, std::vector<NumberColumn> columns) {
    beginResetModel();
    m_keys = std::move(keys);
    m_columns = std::move(columns);
    arrange();
    endResetModel();
}

void NumberTableModel::setShown(std::vector<bool> shown) {
    if (shown == m_shown) return;
    beginResetModel();
    m_shown = std::move(shown);
    arrange();
    endResetModel();
}

QString NumberTableModel::tabSeparated() const {
    QStringList lines, cells;
    for (const NumberColumn& column : m_columns)
        cells += column.title;
    lines += cells.join('\t');
    for (const int row : m_order) {
        cells.clear();
        for (const NumberColumn& column : m_columns)
            cells += column.form == NumberColumn::Form::Text
                         ? column.texts[row]
                         : QString::fromStdString(number_text(column.numbers[std::size_t(row)]));
        lines += cells.join('\t');
    }
    return lines.join('\n') + '\n';
}

int NumberTableModel::rowOf(qint64 key) const {
    for (std::size_t row = 0; row < m_order.size(); ++row)
        if (keyAt(int(row)) == key) return int(row);
    return -1;
}

double NumberTableModel::numberAt(int row, int column) const {
    return m_columns[std::size_t(column)].numbers[std::size_t(m_order[std::size_t(row)])];
}

QStringList NumberTableModel::longLabels(int number) const {
    constexpr std::size_t kSample = 40;
    const NumberColumn& column = m_columns[std::size_t(number)];
    if (m_keys.empty()) return {};
    if (column.form == NumberColumn::Form::Text) {
        const auto shorter = [](const QString& a, const QString& b) { return a.size() < b.size(); };
        return {*std::max_element(column.texts.begin(), column.texts.end(), shorter)};
    }
    const auto [least, most] = std::minmax_element(column.numbers.begin(), column.numbers.end());
    QStringList labels;
    for (const auto at : {least, most})
        labels += text(column, std::size_t(at - column.numbers.begin())).toString();
    for (std::size_t row = 0; row < m_keys.size(); row += 1 + m_keys.size() / kSample)
        labels += text(column, row).toString();
    return labels;
}

int NumberTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_order.size());
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
        if (column.tip) return column.tip(m_keys[row]);
        if (column.form == NumberColumn::Form::Text) return text(column, row);
        return QString("%1: %2").arg(column.title, statisticLabel(column.numbers[row], 9));
    case kBarRole:
    case kBarSignedRole:
    case kBarFromRole:
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
    if (column.bar == NumberColumn::Bar::Floating) return floatingBar(column, row, role);
    if (role == kBarFromRole) return {};
    if (role == kBarSignedRole) return column.bar == NumberColumn::Bar::Signed;
    return column.full > 0 ? column.numbers[row] / column.full : 0.0;
}

QVariant NumberTableModel::floatingBar(const NumberColumn& column, std::size_t row, int role) {
    if (role == kBarSignedRole) return column.numbers[row] < column.from[row];
    const double end = role == kBarFromRole ? column.from[row] : column.numbers[row];
    return column.full > column.low ? (end - column.low) / (column.full - column.low) : 0.0;
}

QVariant NumberTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section >= int(m_columns.size())) return {};
    const NumberColumn& column = m_columns[std::size_t(section)];
    if (role == Qt::DisplayRole) return column.title;
    if (role == Qt::ToolTipRole) return column.toolTip;
    return {};
}

void NumberTableModel::arrange() {
    m_order.clear();
    for (std::size_t row = 0; row < m_keys.size(); ++row)
        if (m_shown.size() != m_keys.size() || m_shown[row]) m_order.push_back(int(row));
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
    std::vector<int> shownAt(m_keys.size());
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

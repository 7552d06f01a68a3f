#include "ui/panels/number_table.h"

#include "ui/panels/bar_delegate.h"

#include <QEvent>
#include <QHeaderView>
#include <QScrollBar>

#include <algorithm>

namespace ffn::ui {

NumberTable::NumberTable(QWidget* parent) : QTableView(parent), m_model(new NumberTableModel(this)) {
    setModel(m_model);
    setItemDelegate(new BarDelegate(this));
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setVerticalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumSectionSize(1);
    horizontalHeader()->setSortIndicatorClearable(true);
    horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    setSortingEnabled(true);
    fitRows();
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
        if (m_marking || !now.isValid()) return;
        m_key = m_model->keyAt(now.row());
        emit chosen(m_key);
    });
}

void NumberTable::fitRows() {
    verticalHeader()->setMinimumSectionSize(1);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
}

void NumberTable::fitColumns() {
    std::vector<int> widths;
    int left = viewport()->width();
    for (int column = 0; column < m_model->columnCount(); ++column) {
        // The header's own hint keeps room for an arrow in every section; only one ever has it.
        const QString title = m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        widths.push_back(std::max(sizeHintForColumn(column), fontMetrics().horizontalAdvance(title) + 12));
        left -= widths.back();
    }
    int columns = int(widths.size());
    for (int column = 0; columns > 0; ++column, --columns) { // the last takes the remainder
        const int share = std::max(0, left) / columns;
        left -= share;
        horizontalHeader()->resizeSection(column, widths[std::size_t(column)] + share);
    }
}

void NumberTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    fitColumns();
}

void NumberTable::setTable(std::vector<qint64> keys, std::vector<NumberColumn> columns) {
    const int scrolled = verticalScrollBar()->value();
    m_marking = true;
    m_model->setTable(std::move(keys), std::move(columns));
    m_marking = false;
    fitColumns();
    showKey();
    verticalScrollBar()->setValue(scrolled);
}

void NumberTable::setCurrentKey(qint64 key) {
    if (key == m_key) return;
    m_key = key;
    showKey();
}

void NumberTable::showKey() {
    const int row = m_key < 0 ? -1 : m_model->rowOf(m_key);
    m_marking = true;
    if (row < 0)
        selectionModel()->clear();
    else
        selectionModel()->setCurrentIndex(m_model->index(row, 0),
                                          QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_marking = false;
}

void NumberTable::changeEvent(QEvent* event) {
    QTableView::changeEvent(event);
    if (event->type() != QEvent::FontChange) return;
    fitRows();
    fitColumns();
}

QSize NumberTable::sizeHint() const {
    const int rows = std::clamp(m_model->rowCount(), 3, 12);
    return {320, horizontalHeader()->sizeHint().height() + rows * verticalHeader()->defaultSectionSize() + 4};
}

QSize NumberTable::minimumSizeHint() const {
    return {160, horizontalHeader()->sizeHint().height() + 4 * verticalHeader()->defaultSectionSize()};
}

} // namespace ffn::ui

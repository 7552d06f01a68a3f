#include "ui/panels/number_table.h"

#include "ui/panels/bar_delegate.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>

#include <algorithm>

namespace ffn::ui {

namespace {
constexpr int kWidestColumn = 22; // characters; more is in the tool tip
constexpr int kCellPadding = 14;  // pixels
} // namespace

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
    // The current row can be chosen once more: the cursor may have gone elsewhere since.
    const auto again = [this](const QModelIndex& index) { emit chosen(m_model->keyAt(index.row())); };
    connect(this, &QTableView::clicked, this, again);
    connect(this, &QTableView::activated, this, again);
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
        int wanted = fontMetrics().horizontalAdvance(title) + 12;
        for (const QString& label : m_model->longLabels(column))
            wanted = std::max(wanted, fontMetrics().horizontalAdvance(label) + kCellPadding);
        widths.push_back(std::min(wanted, kWidestColumn * fontMetrics().averageCharWidth()));
        left -= widths.back();
    }
    // What is left over goes to the columns with bars, or to all.
    std::vector<bool> stretches;
    for (int column = 0; column < m_model->columnCount(); ++column)
        stretches.push_back(m_model->hasBar(column));
    if (std::ranges::count(stretches, true) == 0) stretches.assign(widths.size(), true);
    int sharers = int(std::ranges::count(stretches, true));
    for (int column = 0; column < int(widths.size()); ++column) {
        const bool shares = stretches[std::size_t(column)];
        const int share = shares ? std::max(0, left) / sharers-- : 0;
        left -= share;
        horizontalHeader()->resizeSection(column, widths[std::size_t(column)] + share);
    }
}

void NumberTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    fitColumns();
}

void NumberTable::setTable(std::vector<qint64> keys, std::vector<NumberColumn> columns,
                           std::optional<qint64> current) {
    m_key = current.value_or(m_key);
    const int scrolled = verticalScrollBar()->value();
    m_marking = true;
    m_model->setTable(std::move(keys), std::move(columns));
    m_marking = false;
    fitColumns();
    setAutoScroll(!current); // which would wait until the table is shown
    showKey();
    setAutoScroll(true);
    verticalScrollBar()->setValue(scrolled);
}

void NumberTable::setShown(std::vector<bool> shown) {
    m_marking = true;
    m_model->setShown(std::move(shown));
    m_marking = false;
    showKey();
}

bool NumberTable::event(QEvent* event) {
    // The window may have a Copy of its own; in a table it means the table.
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy))
        event->accept();
    return QTableView::event(event);
}

void NumberTable::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy))
        QGuiApplication::clipboard()->setText(m_model->tabSeparated());
    else
        QTableView::keyPressEvent(event);
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

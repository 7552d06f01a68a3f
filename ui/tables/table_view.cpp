#include "ui/tables/table_view.h"

#include "engine/core/error.h"
#include "engine/exports/table_file.h"
#include "ui/tables/table_model.h"

#include <QtWidgets>

namespace ffn::ui {

TableView::TableView(QWidget* parent)
    : QWidget(parent), m_model(new TableModel(this)), m_shown(new QSortFilterProxyModel(this)),
      m_view(new QTableView), m_filter(new QLineEdit), m_count(new QLabel), m_line(new QWidget),
      m_copy(new QPushButton), m_save(new QPushButton) {
    m_shown->setSourceModel(m_model);
    m_shown->setSortRole(Qt::UserRole);
    m_shown->setFilterKeyColumn(-1);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_view->setModel(m_shown);
    m_view->setSortingEnabled(true);
    m_view->setSelectionBehavior(QTableView::SelectRows);
    m_view->setEditTriggers(QTableView::NoEditTriggers);
    m_view->setAlternatingRowColors(true);
    m_view->setTabKeyNavigation(false);
    m_view->setWordWrap(false);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->installEventFilter(this);
    m_filter->setClearButtonEnabled(true);
    auto* line = new QHBoxLayout(m_line);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(m_filter, 1);
    line->addWidget(m_count);
    line->addWidget(m_copy);
    line->addWidget(m_save);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_line);
    column->addWidget(m_view, 1);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_shown->setFilterFixedString(text);
        showCount();
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) {
                if (now.isValid()) emit chosen(m_shown->mapToSource(now).row());
            });
    connect(m_view, &QTableView::doubleClicked, this, &TableView::open);
    connect(m_copy, &QPushButton::clicked, this, &TableView::copy);
    connect(m_save, &QPushButton::clicked, this, &TableView::save);
    retranslate();
}

void TableView::setTable(Table table, const QStringList& headers) {
    m_model->setTable(std::move(table), headers);
    m_view->sortByColumn(-1, Qt::AscendingOrder);
    if (m_glance) return shareWidth();
    m_view->resizeColumnsToContents();
    for (int column = 0; column < m_model->columnCount(); ++column)
        m_view->setColumnWidth(column, std::min(m_view->columnWidth(column), 260));
    if (m_wide >= 0 && m_wide < m_model->columnCount())
        m_view->horizontalHeader()->setSectionResizeMode(m_wide, QHeaderView::Stretch);
    showCount();
}

void TableView::setGlance(int rows) {
    m_glance = true;
    m_line->hide();
    m_view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // A header is about as high as a line; its own hint knows nothing before it has columns.
    const int line = m_view->verticalHeader()->defaultSectionSize();
    const int high = (rows + 1) * line + line / 3 + 2 * m_view->frameWidth();
    m_view->setFixedHeight(high);
}

// Numbers take what they need, words share the rest.
void TableView::shareWidth() {
    for (int column = 0; column < m_model->columnCount(); ++column) {
        const bool words = m_model->rowCount() > 0 &&
                           m_model->table().rows.front()[std::size_t(column)].kind == TableCell::Kind::Text;
        m_view->horizontalHeader()->setSectionResizeMode(column, words ? QHeaderView::Stretch
                                                                       : QHeaderView::ResizeToContents);
    }
}

void TableView::moveTo(int row) {
    m_view->setCurrentIndex(row < 0 ? QModelIndex() : m_shown->mapFromSource(m_model->index(row, 0)));
}

QString TableView::text() const {
    QString text;
    const int columns = m_shown->columnCount();
    for (int column = 0; column < columns; ++column)
        text += QString::fromStdString(m_model->table().columns[std::size_t(column)]) +
                (column + 1 < columns ? u'\t' : u'\n');
    for (int row = 0; row < m_shown->rowCount(); ++row)
        for (int column = 0; column < columns; ++column)
            text += m_shown->index(row, column).data().toString().replace('\t', ' ') +
                    (column + 1 < columns ? u'\t' : u'\n');
    return text;
}

void TableView::open(const QModelIndex& shown) {
    emit opened(m_shown->mapToSource(shown).row());
}

void TableView::copy() {
    QGuiApplication::clipboard()->setText(text());
}

void TableView::save() {
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Save the table"), QString::fromStdString(m_model->table().name) + ".csv",
        tr("CSV table") + " (*.csv);;" + tr("JSON") + " (*.json)");
    if (file.isEmpty()) return;
    try {
        const bool json = file.endsWith(".json", Qt::CaseInsensitive);
        (json ? write_table_json : write_table_csv)(m_model->table(), file.toStdString());
    } catch (const Error& error) {
        emit failed(QString::fromUtf8(error.what()));
    }
}

bool TableView::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy)) {
        copy();
        return true;
    }
    if (event->type() == QEvent::KeyPress && m_view->currentIndex().isValid()) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            open(m_view->currentIndex());
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void TableView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void TableView::showCount() {
    m_count->setText(tr("%L1 of %L2").arg(m_shown->rowCount()).arg(m_model->rowCount()));
}

void TableView::retranslate() {
    m_filter->setPlaceholderText(tr("Show lines with…"));
    m_filter->setAccessibleName(tr("Filter"));
    m_copy->setText(tr("&Copy"));
    m_save->setText(tr("&Save…"));
    showCount();
}

} // namespace ffn::ui

#include "ui/dialogs/shortcuts_dialog.h"

#include "ui/first_size.h"

#include <QtWidgets>

namespace ffn::ui {

ShortcutsDialog::ShortcutsDialog(const std::vector<Shortcut>& shortcuts, QWidget* parent)
    : QDialog(parent), m_table(new QTableWidget(0, 3)) {
    m_table->setObjectName("shortcutsTable");
    m_table->setEditTriggers(QTableWidget::NoEditTriggers);
    m_table->setSelectionBehavior(QTableWidget::SelectRows);
    m_table->setTabKeyNavigation(false);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_table);
    layout->addWidget(buttons);
    setFirstSize(*this, {fontMetrics().averageCharWidth() * 80, fontMetrics().height() * 26});
    setShortcuts(shortcuts);
    retranslate();
}

void ShortcutsDialog::setShortcuts(const std::vector<Shortcut>& shortcuts) {
    m_table->setRowCount(int(shortcuts.size()));
    for (int row = 0; row < int(shortcuts.size()); ++row) {
        const Shortcut& shortcut = shortcuts[std::size_t(row)];
        const QString keys = QKeySequence::listToString(shortcut.keys, QKeySequence::NativeText);
        int column = 0;
        for (const QString& text : {keys, shortcut.what, shortcut.where})
            m_table->setItem(row, column++, new QTableWidgetItem(text));
    }
}

std::vector<Shortcut> ShortcutsDialog::ofViews() {
    const QString inspector = tr("Inspector"), plots = tr("Plots of the panels"), tables = tr("Tables");
    return {
        {inspector, tr("Back to the cell before"), {QKeySequence(Qt::ALT | Qt::Key_Backspace)}},
        {inspector, tr("Go to the cell of the marked term"), {QKeySequence(Qt::Key_Return)}},
        {plots, tr("The point before or after"), {QKeySequence(Qt::Key_Left), QKeySequence(Qt::Key_Right)}},
        {plots, tr("A tenth back or on"), {QKeySequence(Qt::Key_PageUp), QKeySequence(Qt::Key_PageDown)}},
        {plots, tr("The first or last point"), {QKeySequence(Qt::Key_Home), QKeySequence(Qt::Key_End)}},
        {tables, tr("The row above or below"), {QKeySequence(Qt::Key_Up), QKeySequence(Qt::Key_Down)}}};
}

void ShortcutsDialog::retranslate() {
    setWindowTitle(tr("Keys"));
    m_table->setAccessibleName(tr("Table of keys"));
    m_table->setHorizontalHeaderLabels({tr("Keys"), tr("What they do"), tr("Where")});
}

void ShortcutsDialog::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

} // namespace ffn::ui

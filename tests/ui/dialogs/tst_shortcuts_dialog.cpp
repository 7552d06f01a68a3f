#include "tests/test_case.h"
#include "ui/dialogs/shortcuts_dialog.h"

#include <QtTest>
#include <QtWidgets>

using namespace ffn::ui;

class TestShortcutsDialog : public QObject {
    Q_OBJECT
  private slots:
    void listsTheKeys();
    void everyViewKeyIsDescribed();
};

void TestShortcutsDialog::listsTheKeys() {
    const ShortcutsDialog dialog(
        {{"Window", "Export", {QKeySequence(Qt::CTRL | Qt::Key_E)}},
         {"Strip", "Next stage", {QKeySequence(Qt::Key_Right), QKeySequence(Qt::Key_Space)}}});
    const auto* table = dialog.findChild<QTableWidget*>();
    QCOMPARE(table->rowCount(), 2);
    QCOMPARE(table->item(0, 0)->text(), QString("Ctrl+E"));
    QCOMPARE(table->item(1, 0)->text(), QString("Right; Space"));
    QCOMPARE(table->item(1, 1)->text(), QString("Next stage"));
    QCOMPARE(table->item(1, 2)->text(), QString("Strip"));
}

void TestShortcutsDialog::everyViewKeyIsDescribed() {
    const std::vector<Shortcut> shortcuts = ShortcutsDialog::ofViews();
    QVERIFY(!shortcuts.empty());
    for (const Shortcut& s : shortcuts)
        QVERIFY(!s.where.isEmpty() && !s.what.isEmpty() && !s.keys.isEmpty());
}

static const ffn::test::Case<TestShortcutsDialog> kCase;
#include "tst_shortcuts_dialog.moc"

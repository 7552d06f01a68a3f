#include "ui/window/menus.h"

#include "tests/test_case.h"
#include "ui/window/key_table.h"
#include "ui/window/main_window.h"

#include <QTest>
#include <QtWidgets>

#include <set>

namespace ffn::ui {

class TestMenus : public QObject {
    Q_OBJECT
  private slots:
    void everyPanelIsInTheMenuByItsName();
    void aPanelsKeyBringsItToTheFront();
    void noTwoActionsOfTheWindowHaveOneKey();
};

void TestMenus::everyPanelIsInTheMenuByItsName() {
    MainWindow window;
    const auto* tabs = window.findChild<QTabWidget*>();
    const QList<QAction*> panels = window.findChild<Menus*>()->panels;
    QCOMPARE(panels.size(), tabs->count());
    for (int i = tabs->count() - 1; i >= 0; --i) {
        QCOMPARE(panels[i]->text(), tabs->tabText(i));
        panels[i]->trigger();
        QCOMPARE(tabs->currentIndex(), i);
    }
}

void TestMenus::aPanelsKeyBringsItToTheFront() {
    MainWindow window;
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTest::keyClick(&window, Qt::Key_4, Qt::AltModifier);
    QCOMPARE(window.findChild<QTabWidget*>()->currentIndex(), 3);
    const auto table = keyTable(*window.findChild<Menus*>());
    QVERIFY(std::ranges::any_of(table, [](const Shortcut& s) {
        return s.what == "panel: Compare" && s.keys == QList{QKeySequence(Qt::ALT | Qt::Key_4)};
    }));
}

void TestMenus::noTwoActionsOfTheWindowHaveOneKey() {
    const MainWindow window;
    std::set<QString> keys;
    for (const QAction* action : window.findChildren<QAction*>())
        for (const QKeySequence& key : action->shortcuts())
            QVERIFY2(action->shortcutContext() != Qt::WindowShortcut || keys.insert(key.toString()).second,
                     qPrintable(key.toString() + ' ' + action->text()));
}

static const test::Case<TestMenus> kCase;

} // namespace ffn::ui

#include "tst_menus.moc"

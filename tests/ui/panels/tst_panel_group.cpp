#include "tests/test_case.h"
#include "tests/ui/panels/hand_made_snapshot.h"
#include "tests/ui/panels/panel_test.h"
#include "ui/panels/panel_group.h"

#include <QTabBar>

#include <memory>

using namespace ffn;
using namespace ffn::ui;

class TestPanelGroup : public QObject {
    Q_OBJECT
  private slots:
    void everySectionIsReachedByNameAndKey();
    void aHiddenSectionCatchesUp();
};

void TestPanelGroup::everySectionIsReachedByNameAndKey() {
    ViewState state;
    state.fitTo(6, 4, 6);
    const std::unique_ptr<PanelGroup> group(residualPanels(&state));
    test::settle(*group, test::hand_made());
    auto* tabs = group->findChild<QTabBar*>("panelSections");
    QCOMPARE(tabs->count(), 4);
    for (int i = 0; i < tabs->count(); ++i)
        QVERIFY(!tabs->tabText(i).isEmpty());
    QVERIFY(!group->showSection("nothing"));
    QVERIFY(group->showSection("cell"));
    QTRY_VERIFY(group->isSettled());
    QVERIFY(group->findChild<NumberTable*>("waterfallTable")->isVisible());
    QVERIFY(!group->findChild<NumberTable*>("residualTable")->isVisible());
    QTest::keyClick(tabs, Qt::Key_Left);
    QTRY_VERIFY(group->isSettled());
    QVERIFY(group->findChild<NumberTable*>("writersTable")->isVisible());
}

void TestPanelGroup::aHiddenSectionCatchesUp() {
    ViewState state;
    state.fitTo(6, 4, 6);
    const std::unique_ptr<PanelGroup> group(sparsityPanels(&state));
    test::settle(*group, test::hand_made());
    QCOMPARE(test::text(*group, "savingsHeadline"), QString());
    group->showSection("savings");
    QTRY_VERIFY(test::text(*group, "savingsHeadline").contains("5 tokens seen"));
    test::settle(*group, test::hand_made(Activation::Relu, {4}));
    QVERIFY(test::text(*group, "savingsHeadline").contains("4 tokens seen"));
    group->showSection("levels");
    QTRY_VERIFY(test::text(*group, "sparsityHeadline").contains("4 tokens seen"));
}

static const ffn::test::Case<TestPanelGroup> kCase;
#include "tst_panel_group.moc"

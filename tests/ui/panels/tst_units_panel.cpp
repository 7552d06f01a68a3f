#include "tests/test_case.h"
#include "tests/ui/panels/hand_made_snapshot.h"
#include "tests/ui/panels/panel_test.h"
#include "ui/panels/units_panel.h"

#include <QHeaderView>

using namespace ffn;
using namespace ffn::ui;

class TestUnitsPanel : public QObject {
    Q_OBJECT
  private slots:
    void listsTheUnits();
    void aClickOnAHeaderSortsAndOnARowPointsAtTheUnit();
};

void TestUnitsPanel::listsTheUnits() {
    ViewState state;
    UnitsPanel panel(&state);
    test::settle(panel, test::hand_made());
    QCOMPARE(test::text(panel, "unitsHeadline"),
             QString("6 hidden units · 5 tokens seen · active: not exactly 0"));
    const auto* model = panel.findChild<NumberTable*>("unitsTable")->model();
    QCOMPARE(model->rowCount(), 6);
    QCOMPARE(model->index(4, 1).data().toString(), QString("100.0 %"));
    QCOMPARE(model->index(5, 1).data().toString(), QString("0.0 %"));
    QCOMPARE(model->index(5, 4).data().toString(), QString("–")); // never active, so on no token
}

void TestUnitsPanel::aClickOnAHeaderSortsAndOnARowPointsAtTheUnit() {
    ViewState state;
    UnitsPanel panel(&state);
    state.fitTo(6, 4, 6);
    state.pointAt(Stage::Input, 2, 0);
    test::settle(panel, test::hand_made());
    auto* table = panel.findChild<NumberTable*>("unitsTable");
    QHeaderView* header = table->horizontalHeader();
    const QPoint maxColumn(header->sectionViewportPosition(3) + 10, header->height() / 2);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, maxColumn);
    if (header->sortIndicatorOrder() == Qt::AscendingOrder)
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, maxColumn);
    QCOMPARE(table->table().keyAt(0), 4); // its bias of 64 makes it the largest
    test::click(*table, 0, 1);
    QCOMPARE(state.stage(), Stage::Hidden);
    QCOMPARE(state.row(), 2);
    QCOMPARE(state.unit(), 4);
    QTest::keyClick(table, Qt::Key_Down);
    QCOMPARE(state.unit(), table->table().keyAt(1));
    state.pointAt(Stage::Hidden, 2, 5);
    QCOMPARE(table->currentIndex().row(), table->table().rowOf(5));
}

static const ffn::test::Case<TestUnitsPanel> kCase;
#include "tst_units_panel.moc"

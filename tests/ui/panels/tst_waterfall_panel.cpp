#include "tests/test_case.h"
#include "tests/ui/panels/hand_made_snapshot.h"
#include "tests/ui/panels/panel_test.h"
#include "ui/panels/bar_delegate.h"
#include "ui/panels/waterfall_panel.h"

#include <cmath>

using namespace ffn;
using namespace ffn::ui;

class TestWaterfallPanel : public QObject {
    Q_OBJECT
  private slots:
    void goesFromTheInputToTheOutput();
    void barsFloatBetweenTheTotals();
    void followsTheCursorAndGoesToCells();
};

namespace {

NumberTable& table(const QWidget& panel) {
    return *panel.findChild<NumberTable*>("waterfallTable");
}

QString step(const QWidget& panel, int row) {
    return table(panel).model()->index(row, 0).data().toString();
}

} // namespace

void TestWaterfallPanel::goesFromTheInputToTheOutput() {
    ViewState state;
    state.fitTo(6, 4, 6);
    state.pointAt(Stage::Output, 1, 2);
    WaterfallPanel panel(&state);
    const auto s = test::hand_made();
    test::settle(panel, s);
    QCOMPARE(test::text(panel, "waterfallHeadline"), QString("Output of quick, unit 2, step by step"));
    const NumberTableModel& model = table(panel).table();
    const int rows = model.rowCount();
    QCOMPARE(step(panel, 0), QString("x"));
    QCOMPARE(step(panel, rows - 1), QString("= output"));
    QCOMPARE(model.numberAt(0, 2), double(s->stage(Stage::Input).at(1, 2)));
    QCOMPARE(model.numberAt(rows - 1, 2), double(s->stage(Stage::Output).at(1, 2)));
    for (int row = 1; row < rows; ++row)
        if (!step(panel, row).startsWith("="))
            QCOMPARE(model.numberAt(row, 2), model.numberAt(row - 1, 2) + model.numberAt(row, 1));
        else // what the stage holds: float32 of the total before it
            QVERIFY(std::abs(model.numberAt(row, 2) - model.numberAt(row - 1, 2)) <=
                    1e-5 * (1 + std::abs(model.numberAt(row, 2))));
}

void TestWaterfallPanel::barsFloatBetweenTheTotals() {
    ViewState state;
    state.fitTo(6, 4, 6);
    WaterfallPanel panel(&state);
    test::settle(panel, test::hand_made());
    const QAbstractItemModel* model = table(panel).model();
    for (int row = 1; row < model->rowCount(); ++row) {
        if (step(panel, row).startsWith("=")) continue;
        const QModelIndex total = model->index(row, 2);
        QCOMPARE(total.data(kBarFromRole), model->index(row - 1, 2).data(kBarRole));
        QCOMPARE(total.data(kBarSignedRole).toBool(), table(panel).table().numberAt(row, 1) < 0);
    }
}

void TestWaterfallPanel::followsTheCursorAndGoesToCells() {
    ViewState state;
    state.fitTo(6, 4, 6);
    WaterfallPanel panel(&state);
    test::settle(panel, test::hand_made());
    state.pointAt(Stage::Output, 2, 3);
    QTRY_VERIFY(panel.isSettled());
    QCOMPARE(test::text(panel, "waterfallHeadline"), QString("Output of ␣fox, unit 3, step by step"));
    int unitRow = 0;
    while (!step(panel, unitRow).startsWith("unit "))
        ++unitRow;
    test::click(table(panel), unitRow, 0);
    QCOMPARE(state.stage(), Stage::Hidden);
    QCOMPARE(state.row(), 2);
    QCOMPARE(state.unit(), step(panel, unitRow).mid(5).toLongLong());
    state.pointAt(Stage::Output, 5, 3); // padding
    QTRY_VERIFY(panel.isSettled());
    QVERIFY(!table(panel).isVisible());
}

static const ffn::test::Case<TestWaterfallPanel> kCase;
#include "tst_waterfall_panel.moc"

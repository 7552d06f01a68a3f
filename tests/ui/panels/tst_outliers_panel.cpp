#include "tests/test_case.h"
#include "tests/ui/panels/hand_made_snapshot.h"
#include "tests/ui/panels/panel_test.h"
#include "ui/panels/outliers_panel.h"

#include <QComboBox>

#include <cmath>

using namespace ffn;
using namespace ffn::ui;

class TestOutliersPanel : public QObject {
    Q_OBJECT
  private slots:
    void listsAndMarksWhatStandsOut();
    void goesToThePeak();
    void otherStages();
};

namespace {

NumberTable& table(const QWidget& panel) {
    return *panel.findChild<NumberTable*>("outliersTable");
}

// Dimension 3 is 3000 on token 1, far above the others' 1.
std::shared_ptr<Snapshot> withOutlier() {
    const auto s = test::hand_made(Activation::Relu, {2});
    test::put(*s, Stage::Input, {1, -1, 1, 4, /**/ -1, 1, 1, -3000});
    return s;
}

} // namespace

void TestOutliersPanel::listsAndMarksWhatStandsOut() {
    ViewState state;
    OutliersPanel panel(&state);
    test::settle(panel, withOutlier());
    QVERIFY(test::text(panel, "outliersHeadline").startsWith("1 dimension"));
    const NumberTableModel& model = table(panel).table();
    QCOMPARE(model.rowCount(), 1);
    const double rms = std::sqrt((16 + 9e6) / 2);
    QCOMPARE(model.numberAt(0, 0), 3.0);
    QCOMPARE(model.numberAt(0, 1), rms);
    QCOMPARE(model.numberAt(0, 2), rms); // the median is 1
    QCOMPARE(model.numberAt(0, 3), -3000.0);
    QCOMPARE(model.index(0, 4).data().toString(), QString("quick"));
    QCOMPARE(model.numberAt(0, 5), 1.0); // −3000 is massive, 4 is not
    const auto& series = test::plot(panel, "outliersPlot").series();
    QCOMPARE(series[0].y, (std::vector<double>{1, 1, 1, rms}));
    QCOMPARE(series[1].x, std::vector<double>{3});
}

void TestOutliersPanel::goesToThePeak() {
    ViewState state;
    state.fitTo(2, 4, 6);
    OutliersPanel panel(&state);
    test::settle(panel, withOutlier());
    test::click(table(panel), 0, 1);
    QCOMPARE(state.stage(), Stage::Input);
    QCOMPARE(state.row(), 1);
    QCOMPARE(state.unit(), 3);
    test::click(test::plot(panel, "outliersPlot"), 2);
    QCOMPARE(state.unit(), 2);
    QCOMPARE(test::plot(panel, "outliersPlot").marker(), 2);
}

void TestOutliersPanel::otherStages() {
    ViewState state;
    OutliersPanel panel(&state);
    const auto s = withOutlier();
    test::settle(panel, s);
    auto* stage = panel.findChild<QComboBox*>("outliersStage");
    QTest::keyClick(stage, Qt::Key_Down);
    QCOMPARE(stage->currentText(), QString("residual sum"));
    QTRY_VERIFY(panel.isSettled());
    QCOMPARE(table(panel).table().rowCount(), 0);
    QVERIFY(!table(panel).isVisible());
    test::settle(panel, s); // the chosen stage stays
    QCOMPARE(stage->currentText(), QString("residual sum"));
}

static const ffn::test::Case<TestOutliersPanel> kCase;
#include "tst_outliers_panel.moc"

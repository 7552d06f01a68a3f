#include "tests/test_case.h"
#include "tests/ui/panels/hand_made_snapshot.h"
#include "tests/ui/panels/panel_test.h"
#include "ui/panels/numerics_panel.h"

#include <QAbstractItemModelTester>
#include <QPushButton>

#include <cmath>

using namespace ffn;
using namespace ffn::ui;

class TestNumericsPanel : public QObject {
    Q_OBJECT
  private slots:
    void comparesWithFloat64WhenAsked();
    void aClickGoesToTheLargestLoss();
    void anotherSnapshotIsNotComparedYet();
    void tracesNanToItsFirstCell();
    void comparesNothingWithoutWeights();
};

namespace {

NumberTable& stageTable(const QWidget& panel) {
    return *panel.findChild<NumberTable*>("numericsStages");
}

QPushButton& button(const QWidget& panel) {
    return *panel.findChild<QPushButton*>("numericsCompare");
}

void compareNow(const NumericsPanel& panel) {
    QTest::mouseClick(&button(panel), Qt::LeftButton);
    QTRY_VERIFY(panel.isSettled());
}

// One value of the projection is off by 1/4, which nothing else knows of.
std::shared_ptr<Snapshot> withWrongCell() {
    const auto s = test::hand_made();
    const auto old = s->stage(Stage::Projection).values();
    std::vector<float> values(old.begin(), old.end());
    values[3 * 4 + 2] += 0.25f;
    test::put(*s, Stage::Projection, values);
    return s;
}

} // namespace

void TestNumericsPanel::comparesWithFloat64WhenAsked() {
    ViewState state;
    NumericsPanel panel(&state);
    const auto s = withWrongCell();
    test::settle(panel, s);
    QCOMPARE(test::text(panel, "numericsHeadline"), QString("No NaN and no Inf in any stage that is kept."));
    QVERIFY(!stageTable(panel).isVisible());
    compareNow(panel);
    QVERIFY(stageTable(panel).isVisible());
    QAbstractItemModelTester tester(stageTable(panel).model());
    const NumberTableModel& model = stageTable(panel).table();
    const std::vector<StageLoss> losses = numerics(*s);
    QCOMPARE(model.rowCount(), int(losses.size()));
    for (int row = 0; row < model.rowCount(); ++row) {
        const StageLoss& loss = losses[std::size_t(row)];
        QCOMPARE(model.keyAt(row), qint64(loss.stage));
        QCOMPARE(model.numberAt(row, 1), loss.total.max_abs);
        QCOMPARE(model.numberAt(row, 2), loss.total.relative_l2);
        QCOMPARE(model.numberAt(row, 4), loss.local.max_abs);
    }
    const int projection = model.rowOf(qint64(Stage::Projection));
    QCOMPARE(model.numberAt(projection, 1), 0.25); // products of eighths are exact in float32
    QCOMPARE(model.index(projection, 3).data().toString(), QString("⏎ · 2"));
}

void TestNumericsPanel::aClickGoesToTheLargestLoss() {
    ViewState state;
    state.fitTo(6, 4, 6);
    NumericsPanel panel(&state);
    test::settle(panel, withWrongCell());
    compareNow(panel);
    const int projection = stageTable(panel).table().rowOf(qint64(Stage::Projection));
    test::click(stageTable(panel), projection, 0);
    QCOMPARE(state.stage(), Stage::Projection);
    QCOMPARE(state.row(), 3);
    QCOMPARE(state.unit(), 2);
}

void TestNumericsPanel::anotherSnapshotIsNotComparedYet() {
    ViewState state;
    NumericsPanel panel(&state);
    test::settle(panel, test::hand_made());
    compareNow(panel);
    QVERIFY(stageTable(panel).isVisible());
    test::settle(panel, test::hand_made());
    QVERIFY(!stageTable(panel).isVisible());
    QVERIFY(button(panel).isEnabled());
}

void TestNumericsPanel::tracesNanToItsFirstCell() {
    ViewState state;
    state.fitTo(6, 4, 6);
    NumericsPanel panel(&state);
    const auto s = test::hand_made();
    for (const Stage stage : {Stage::Hidden, Stage::Projection}) { // token 1, from hidden unit 4 on
        const auto old = s->stage(stage).values();
        std::vector<float> values(old.begin(), old.end());
        const std::size_t dim = std::size_t(s->stage(stage).dim());
        for (std::size_t u = stage == Stage::Hidden ? 4 : 0; u < dim; ++u)
            values[dim + u] = NAN;
        test::put(*s, stage, values);
    }
    test::settle(panel, s);
    QVERIFY(test::text(panel, "numericsHeadline").startsWith("1 token"));
    auto* origins = panel.findChild<NumberTable*>("numericsOrigins");
    QVERIFY(origins->isVisible());
    QCOMPARE(origins->table().rowCount(), 1);
    const auto cell = [&](int column) { return origins->model()->index(0, column).data().toString(); };
    QCOMPARE(cell(0), QString("quick"));
    QCOMPARE(cell(1), QString("hidden"));
    QCOMPARE(cell(2), QString("4"));
    QCOMPARE(cell(3), QString("NaN"));
    QCOMPARE(cell(4), QString("2"));
    test::click(*origins, 0, 0);
    QCOMPARE(state.stage(), Stage::Hidden);
    QCOMPARE(state.row(), 1);
    QCOMPARE(state.unit(), 4);
}

void TestNumericsPanel::comparesNothingWithoutWeights() {
    ViewState state;
    NumericsPanel panel(&state);
    const auto s = test::hand_made();
    s->model = nullptr;
    test::settle(panel, s);
    QVERIFY(!button(panel).isEnabled());
    QVERIFY(test::text(panel, "numericsMeaning").contains("needs the weights"));
}

static const ffn::test::Case<TestNumericsPanel> kCase;
#include "tst_numerics_panel.moc"

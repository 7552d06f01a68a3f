#include "tests/test_case.h"
#include "tests/ui/panels/hand_made_snapshot.h"
#include "tests/ui/panels/panel_test.h"
#include "ui/panels/residual_panel.h"

#include <cmath>

using namespace ffn;
using namespace ffn::ui;

class TestResidualPanel : public QObject {
    Q_OBJECT
  private slots:
    void numbersAgreeWithPlainLoops();
    void whatDoesNotExistIsADash();
    void rowsPlotsAndKeysMoveTheCursor();
};

namespace {

double dot(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += double(a[i]) * double(b[i]);
    return sum;
}

NumberTable& table(const QWidget& panel) {
    return *panel.findChild<NumberTable*>("residualTable");
}

} // namespace

void TestResidualPanel::numbersAgreeWithPlainLoops() {
    ViewState state;
    ResidualPanel panel(&state);
    const auto s = test::hand_made();
    test::settle(panel, s);
    const NumberTableModel& model = table(panel).table();
    QCOMPARE(model.rowCount(), 5);
    for (int row = 0; row < 5; ++row) {
        const auto x = s->stage(Stage::Input).row(row), f = s->stage(Stage::Projection).row(row),
                   sum = s->stage(Stage::ResidualSum).row(row);
        const double nx = std::sqrt(dot(x, x)), nf = std::sqrt(dot(f, f)), ns = std::sqrt(dot(sum, sum));
        const double expected[] = {nx, nf, nf / nx, dot(x, f) / (nx * nf), dot(x, sum) / (nx * ns)};
        for (int column = 0; column < 5; ++column)
            // Doubles added in another order: a few units in the last place.
            QVERIFY(std::abs(model.numberAt(row, column + 1) - expected[column]) <= 1e-12 * (1 + nx + nf));
    }
    QVERIFY(test::text(panel, "residualHeadline").startsWith("Median over 5 tokens ·"));
}

void TestResidualPanel::whatDoesNotExistIsADash() {
    ViewState state;
    ResidualPanel panel(&state);
    const auto s = test::hand_made(Activation::Relu, {1});
    test::put(*s, Stage::Input, {0, 0, 0, 0});
    test::settle(panel, s);
    QCOMPARE(table(panel).model()->index(0, 1).data().toString(), QString("0"));
    for (const int column : {4, 5})
        QCOMPARE(table(panel).model()->index(0, column).data().toString(), QString("–"));
    QVERIFY(test::text(panel, "residualHeadline").contains("cos(x, f(x)) = –"));
}

void TestResidualPanel::rowsPlotsAndKeysMoveTheCursor() {
    ViewState state;
    ResidualPanel panel(&state);
    state.fitTo(6, 4, 6);
    test::settle(panel, test::hand_made());
    test::click(table(panel), 2, 1);
    QCOMPARE(state.stage(), Stage::ResidualSum);
    QCOMPARE(state.row(), 2);
    QTest::keyClick(&table(panel), Qt::Key_Down);
    QCOMPARE(state.row(), 3);
    test::click(test::plot(panel, "residualCosines"), 0);
    QCOMPARE(state.row(), 0);
    QCOMPARE(table(panel).currentIndex().row(), 0);
    state.pointAt(Stage::Hidden, 4, 1);
    QCOMPARE(table(panel).currentIndex().row(), 4);
    QCOMPARE(test::plot(panel, "residualNorms").marker(), 4);
    QCOMPARE(state.stage(), Stage::Hidden); // marking is no choosing
}

static const ffn::test::Case<TestResidualPanel> kCase;
#include "tst_residual_panel.moc"

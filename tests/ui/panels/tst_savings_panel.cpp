#include "tests/test_case.h"
#include "tests/ui/panels/hand_made_snapshot.h"
#include "tests/ui/panels/panel_test.h"
#include "ui/panels/number_label.h"
#include "ui/panels/savings_panel.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QSlider>

#include <array>
#include <cmath>

using namespace ffn;
using namespace ffn::ui;

class TestSavingsPanel : public QObject {
    Q_OBJECT
  private slots:
    void beginsWithWhatZerosSaveNow();
    void theSliderDropsMore();
    void keepsTheLargestOfEachToken();
    void aClickOnTheCurveMovesTheSlider();
    void saysWhatIsMissing();
};

namespace {

QString facts(const QWidget& panel) {
    return test::text(panel, "savingsFacts");
}

QSlider& slider(const QWidget& panel) {
    return *panel.findChild<QSlider*>("savingsSlider");
}

// Of 5 tokens · 6 units.
double zeroShare(const Snapshot& s, double threshold) {
    int dropped = 0;
    for (int row = 0; row < 5; ++row)
        for (int j = 0; j < 6; ++j)
            dropped += double(std::abs(s.stage(Stage::Hidden).at(row, j))) <= threshold;
    return dropped / 30.0;
}

} // namespace

void TestSavingsPanel::beginsWithWhatZerosSaveNow() {
    ViewState state;
    SavingsPanel panel(&state);
    const auto s = test::hand_made();
    test::settle(panel, s);
    const QString share = percentLabel(zeroShare(*s, 0));
    QCOMPARE(test::text(panel, "savingsHeadline"),
             QString("Zeros save %1 of the second product now · 5 tokens seen").arg(share));
    // 5 tokens · 6 units · 4 dimensions, twice in the whole block.
    QVERIFY2(facts(panel).startsWith(
                 QString("Saved: %1 of the second product's 120 multiplications, %2 of all 240.")
                     .arg(share, percentLabel(zeroShare(*s, 0) / 2))),
             qPrintable(facts(panel)));
    QVERIFY(facts(panel).contains("cosine 1.0000 on average, 1.0000 at worst; relative length 0.0 %"));
}

void TestSavingsPanel::theSliderDropsMore() {
    ViewState state;
    SavingsPanel panel(&state);
    const auto s = test::hand_made();
    test::settle(panel, s);
    slider(panel).setFocus();
    for (const Qt::Key key : {Qt::Key_PageUp, Qt::Key_PageUp, Qt::Key_End}) {
        QTest::keyClick(&slider(panel), key);
        QTRY_VERIFY(panel.isSettled());
        const double at = panel.findChild<QDoubleSpinBox*>("savingsValue")->value();
        QVERIFY(at > 0);
        // Hidden values are 64ths, and the field shows the threshold to three decimals.
        QVERIFY2(facts(panel).contains("Saved: " + percentLabel(zeroShare(*s, at + 0.001))),
                 qPrintable(facts(panel)));
    }
    // All is dropped: the projection is its bias alone.
    QVERIFY(facts(panel).contains("100.0 % of the second product's"));
    QVERIFY(facts(panel).contains("100.0 % of the units are kept for no token"));
    const std::array points{1e6};
    const DropError error = savings_curve(*s, KeepRule::AboveThreshold, points).front().output;
    QVERIFY(facts(panel).contains("cosine " + decimalLabel(error.mean_cosine, 4)));
    QVERIFY(facts(panel).contains("relative length " + percentLabel(error.relative_l2)));
    const auto& here = test::plot(panel, "savingsCurve").series()[2];
    QCOMPARE(here.x.front(), 100.0);
    QCOMPARE(here.y.front(), 100 * error.relative_l2);
}

void TestSavingsPanel::keepsTheLargestOfEachToken() {
    ViewState state;
    SavingsPanel panel(&state);
    const auto s = test::hand_made(Activation::Gelu);
    test::settle(panel, s);
    auto* rule = panel.findChild<QComboBox*>("savingsRule");
    rule->setFocus();
    QTest::keyClick(rule, Qt::Key_Down);
    QTRY_VERIFY(panel.isSettled());
    auto* value = panel.findChild<QDoubleSpinBox*>("savingsValue");
    QCOMPARE(value->value(), 6.0); // all of them
    value->setFocus();
    value->selectAll();
    QTest::keyClicks(value, "2");
    QTest::keyClick(value, Qt::Key_Return);
    QTRY_VERIFY(panel.isSettled());
    // 2 of 6 are kept on every token: GELU of these values is nowhere exactly 0.
    QVERIFY2(
        facts(panel).startsWith("Saved: 66.7 % of the second product's 120 multiplications, 33.3 % of all"),
        qPrintable(facts(panel)));
}

void TestSavingsPanel::aClickOnTheCurveMovesTheSlider() {
    ViewState state;
    SavingsPanel panel(&state);
    test::settle(panel, test::hand_made());
    Plot& plot = test::plot(panel, "savingsCurve");
    QTest::keyClick(&plot, Qt::Key_End);
    QTRY_VERIFY(panel.isSettled());
    QCOMPARE(slider(panel).value(), slider(panel).maximum());
    test::click(plot, 0);
    QTRY_VERIFY(panel.isSettled());
    QCOMPARE(slider(panel).value(), 0);
}

void TestSavingsPanel::saysWhatIsMissing() {
    ViewState state;
    SavingsPanel panel(&state);
    const auto s = test::hand_made();
    s->model = nullptr;
    test::settle(panel, s);
    QVERIFY(!slider(panel).isVisible());
    test::settle(panel, test::hand_made());
    QTRY_VERIFY(slider(panel).isVisible());
}

static const ffn::test::Case<TestSavingsPanel> kCase;
#include "tst_savings_panel.moc"

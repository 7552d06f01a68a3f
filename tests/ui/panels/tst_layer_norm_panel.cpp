#include "tests/test_case.h"
#include "tests/ui/panels/hand_made_snapshot.h"
#include "tests/ui/panels/panel_test.h"
#include "ui/panels/layer_norm_panel.h"

using namespace ffn;
using namespace ffn::ui;

class TestLayerNormPanel : public QObject {
    Q_OBJECT
  private slots:
    void showsTheStatisticsAndThatTheyAreRight();
    void saysWhenTheyAreWrong();
    void marksOutliersOfTheGain();
    void movesTheCursor();
    void managesWithoutWeightsOrNorm();
};

namespace {

NumberTable& table(const QWidget& panel) {
    return *panel.findChild<NumberTable*>("normTable");
}

} // namespace

void TestLayerNormPanel::showsTheStatisticsAndThatTheyAreRight() {
    ViewState state;
    LayerNormPanel panel(&state);
    const auto s = test::hand_made();
    test::settle(panel, s);
    QCOMPARE(test::text(panel, "normHeadline"), QString("LayerNorm · after the sum · ε = 1e−05"));
    QCOMPARE(table(panel).table().rowCount(), 5);
    for (int row = 0; row < 5; ++row) {
        QCOMPARE(table(panel).table().numberAt(row, 1), double(s->stage(Stage::NormMean).at(row, 0)));
        QCOMPARE(table(panel).table().numberAt(row, 2), double(s->stage(Stage::NormVariance).at(row, 0)));
        QCOMPARE(table(panel).table().numberAt(row, 3), double(s->stage(Stage::NormRstd).at(row, 0)));
    }
    QCOMPARE(test::text(panel, "normChecks").count("✓"), 2);
    QVERIFY(test::text(panel, "normChecks").contains("√d_model = 2,"));
}

void TestLayerNormPanel::saysWhenTheyAreWrong() {
    ViewState state;
    LayerNormPanel panel(&state);
    const auto s = test::hand_made(Activation::Relu, {1});
    test::put(*s, Stage::Normalized, {3, 0, 0, 1});
    test::settle(panel, s);
    QCOMPARE(test::text(panel, "normChecks").count("✗"), 2);
}

void TestLayerNormPanel::marksOutliersOfTheGain() {
    ViewState state;
    LayerNormPanel panel(&state);
    test::settle(panel, test::hand_made()); // gains 1, 1, 9, 1
    const auto& series = test::plot(panel, "normGain").series();
    QCOMPARE(series.size(), 2u);
    QCOMPARE(series[0].y, (std::vector<double>{1, 1, 9, 1}));
    QCOMPARE(series[1].x, std::vector<double>{2});
    QVERIFY(test::text(panel, "normWeights").startsWith("1 gain"));
}

void TestLayerNormPanel::movesTheCursor() {
    ViewState state;
    LayerNormPanel panel(&state);
    state.fitTo(6, 4, 6);
    test::settle(panel, test::hand_made());
    test::click(test::plot(panel, "normGain"), 2);
    QCOMPARE(state.stage(), Stage::Normalized);
    QCOMPARE(state.unit(), 2);
    QTest::keyClick(&test::plot(panel, "normBias"), Qt::Key_Right);
    QCOMPARE(state.unit(), 3);
    test::click(table(panel), 4, 2);
    QCOMPARE(state.row(), 4);
    QCOMPARE(state.unit(), 3);
}

void TestLayerNormPanel::managesWithoutWeightsOrNorm() {
    ViewState state;
    LayerNormPanel panel(&state);
    const auto s = test::hand_made();
    s->model = nullptr;
    test::settle(panel, s);
    QVERIFY(!test::plot(panel, "normGain").isVisible());
    QVERIFY(test::text(panel, "normWeights").contains("not known"));
    QCOMPARE(test::text(panel, "normChecks").count("✓"), 2);
    const auto none = test::hand_made();
    none->config.norm = Norm::None;
    test::settle(panel, none);
    QVERIFY(!table(panel).isVisible());
}

static const ffn::test::Case<TestLayerNormPanel> kCase;
#include "tst_layer_norm_panel.moc"

#include "tests/test_case.h"
#include "tests/ui/panels/hand_made_snapshot.h"
#include "tests/ui/panels/panel_test.h"
#include "ui/panels/norm_steps_panel.h"

#include <QPushButton>

#include <cmath>

using namespace ffn;
using namespace ffn::ui;

class TestNormStepsPanel : public QObject {
    Q_OBJECT
  private slots:
    void eachStepIsThePlainComputation();
    void arrowKeysWalkTheSteps();
    void followsTheToken();
    void rmsNormDoesNotCentre();
    void saysWhatIsMissing();
};

namespace {

void press(const QWidget& panel, const char* step) {
    QTest::mouseClick(panel.findChild<QPushButton*>(step), Qt::LeftButton);
}

const std::vector<double>& shown(const QWidget& panel) {
    return test::plot(panel, "stepsPlot").series()[0].y;
}

// Doubles in another order of computation.
void compareRows(const std::vector<double>& a, const std::vector<double>& b) {
    QCOMPARE(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i)
        QVERIFY2(std::abs(a[i] - b[i]) <= 1e-12 * (1 + std::abs(b[i])),
                 qPrintable(QString::number(a[i] - b[i])));
}

} // namespace

void TestNormStepsPanel::eachStepIsThePlainComputation() {
    ViewState state;
    state.fitTo(6, 4, 6);
    state.pointAt(Stage::Output, 3, 1);
    NormStepsPanel panel(&state);
    const auto s = test::hand_made();
    test::settle(panel, s);
    const auto x = s->stage(Stage::ResidualSum).row(3);
    std::vector<double> row(x.begin(), x.end());
    press(panel, "step_entering");
    compareRows(shown(panel), row);
    double mean = 0, variance = 0;
    for (const double v : row)
        mean += v / 4;
    for (double& v : row)
        v -= mean, variance += v * v / 4;
    press(panel, "step_centred");
    compareRows(shown(panel), row);
    QVERIFY(test::text(panel, "stepsMeaning").contains("right angles"));
    for (double& v : row)
        v /= std::sqrt(variance + 1e-5);
    press(panel, "step_scaled");
    compareRows(shown(panel), row);
    QVERIFY2(test::text(panel, "stepsStatistics").contains("√d = 2,"),
             qPrintable(test::text(panel, "stepsStatistics")));
    row[2] *= 9; // the one gain that is not 1
    press(panel, "step_gained");
    compareRows(shown(panel), row);
    QCOMPARE(test::plot(panel, "stepsPlot").series()[1].x, std::vector<double>{2}); // far from the others
    for (std::size_t i = 0; i < 4; ++i)
        row[i] += double(i) / 8;
    press(panel, "step_shifted");
    compareRows(shown(panel), row);
}

void TestNormStepsPanel::arrowKeysWalkTheSteps() {
    ViewState state;
    state.fitTo(6, 4, 6);
    NormStepsPanel panel(&state);
    test::settle(panel, test::hand_made());
    auto* scaled = panel.findChild<QPushButton*>("step_scaled");
    QVERIFY(scaled->isChecked());
    panel.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&panel));
    scaled->setFocus();
    QTest::keyClick(scaled, Qt::Key_Right);
    QVERIFY(panel.findChild<QPushButton*>("step_gained")->isChecked());
    Plot& plot = test::plot(panel, "stepsPlot");
    test::click(plot, 2);
    QCOMPARE(state.stage(), Stage::Output);
    QCOMPARE(state.unit(), 2);
    press(panel, "step_centred");
    test::click(plot, 1);
    QCOMPARE(state.stage(), Stage::ResidualSum);
    QCOMPARE(plot.marker(), 1);
}

void TestNormStepsPanel::followsTheToken() {
    ViewState state;
    state.fitTo(6, 4, 6);
    NormStepsPanel panel(&state);
    const auto s = test::hand_made();
    test::settle(panel, s);
    state.pointAt(Stage::Hidden, 4, 0);
    QTRY_VERIFY(panel.isSettled());
    const NormSteps steps = *norm_steps(*s, 4);
    QCOMPARE(shown(panel), steps.steps[std::size_t(NormStep::Scaled)].values);
    QVERIFY(test::text(panel, "stepsHeadline").startsWith("LayerNorm · token 狐狸 · μ = "));
}

void TestNormStepsPanel::rmsNormDoesNotCentre() {
    ViewState state;
    state.fitTo(6, 4, 6);
    NormStepsPanel panel(&state);
    const auto s = test::hand_made();
    auto model = std::make_shared<FeedForward>();
    model->config = s->config;
    model->config.norm = Norm::RmsNorm;
    model->norm_gain = s->model->norm_gain.clone();
    s->config = model->config;
    s->model = model;
    test::settle(panel, s);
    QVERIFY(!panel.findChild<QPushButton*>("step_centred")->isEnabled());
    const auto x = s->stage(Stage::ResidualSum).row(0);
    double squares = 0;
    for (const float v : x)
        squares += double(v) * double(v);
    std::vector<double> row;
    for (const float v : x)
        row.push_back(double(v) / std::sqrt(squares / 4 + 1e-5));
    compareRows(shown(panel), row);
    QVERIFY(test::text(panel, "stepsHeadline").startsWith("RMSNorm"));
}

void TestNormStepsPanel::saysWhatIsMissing() {
    ViewState state;
    state.fitTo(6, 4, 6);
    NormStepsPanel panel(&state);
    const auto s = test::hand_made();
    s->model = nullptr;
    test::settle(panel, s);
    QVERIFY(!test::plot(panel, "stepsPlot").isVisible());
    QVERIFY(test::text(panel, "stepsHeadline").contains("need the weights"));
    const auto none = test::hand_made();
    none->config.norm = Norm::None;
    test::settle(panel, none);
    QVERIFY(!panel.findChild<QLabel*>("stepsHeadline")->isVisible());
    test::settle(panel, test::hand_made());
    QVERIFY(test::plot(panel, "stepsPlot").isVisible());
}

static const ffn::test::Case<TestNormStepsPanel> kCase;
#include "tst_norm_steps_panel.moc"

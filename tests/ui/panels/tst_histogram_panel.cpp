#include "tests/test_case.h"
#include "tests/ui/panels/hand_made_snapshot.h"
#include "tests/ui/panels/panel_test.h"
#include "ui/panels/histogram_panel.h"
#include "ui/panels/number_label.h"

#include <cmath>

using namespace ffn;
using namespace ffn::ui;

class TestHistogramPanel : public QObject {
    Q_OBJECT
  private slots:
    void showsTheChosenStage();
    void countsWhatIsNotFinite();
    void aBarLeadsToACellInIt();
};

void TestHistogramPanel::showsTheChosenStage() {
    ViewState state;
    HistogramPanel panel(&state);
    const auto s = test::hand_made();
    test::settle(panel, s);
    int zeros = 0;
    double most = 0;
    for (qint64 row = 0; row < 5; ++row)
        for (const float v : s->stage(Stage::Hidden).row(row)) {
            zeros += v == 0;
            most = std::max(most, double(v));
        }
    QCOMPARE(test::text(panel, "histogramHeadline"),
             QString("hidden · 30 values · %1 exactly 0").arg(percentLabel(zeros / 30.0)));
    QVERIFY(test::text(panel, "histogramNumbers").startsWith("min 0 · max " + numberLabel(most)));
    const auto& series = test::plot(panel, "histogramPlot").series();
    QCOMPARE(series.size(), 2u); // the zeros stand apart
    QCOMPARE(series[1].y, std::vector<double>{double(zeros)});
    state.setStage(Stage::Input);
    QTRY_VERIFY(panel.isSettled());
    QVERIFY(test::text(panel, "histogramHeadline").startsWith("input x · 20 values"));
}

void TestHistogramPanel::countsWhatIsNotFinite() {
    ViewState state;
    HistogramPanel panel(&state);
    const auto s = test::hand_made(Activation::Relu, {1});
    test::put(*s, Stage::Hidden, {NAN, NAN, INFINITY, -INFINITY, NAN, NAN});
    test::settle(panel, s);
    QCOMPARE(test::text(panel, "histogramNotFinite"), QString("NaN 4 · +∞ 1 · −∞ 1"));
    QVERIFY(test::text(panel, "histogramNumbers").startsWith("min – · max – · mean –"));
}

void TestHistogramPanel::aBarLeadsToACellInIt() {
    ViewState state;
    HistogramPanel panel(&state);
    const auto s = test::hand_made();
    state.fitTo(6, 4, 6);
    test::settle(panel, s);
    Plot& plot = test::plot(panel, "histogramPlot");
    QTest::keyClick(&plot, Qt::Key_End); // the bar of the largest value
    float most = 0;
    for (const float v : s->stage(Stage::Hidden).values())
        most = std::max(most, v);
    const double width = plot.series()[0].x[1] - plot.series()[0].x[0];
    const double value = double(s->stage(Stage::Hidden).at(state.row(), state.unit()));
    QVERIFY(value > 0 && double(most) - value <= width);
    QCOMPARE(plot.marker(), plot.points() - 1);
    test::click(plot, 0);
    QVERIFY(double(s->stage(Stage::Hidden).at(state.row(), state.unit())) < double(most) / 2);
}

static const ffn::test::Case<TestHistogramPanel> kCase;
#include "tst_histogram_panel.moc"

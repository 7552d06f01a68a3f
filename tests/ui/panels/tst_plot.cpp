#include "tests/test_case.h"
#include "ui/panels/plot.h"
#include "ui/panels/plot_style.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace ffn::ui;

class TestPlot : public QObject {
    Q_OBJECT
  private slots:
    void aClickChoosesTheNearestPoint();
    void keysMoveTheMarker();
    void colorsFollowThePalette();
    void labelsThinOutWhereTheyDoNotFit();
    void numbersOnTheAxesKeepApart_data();
    void numbersOnTheAxesKeepApart();
    void numbersHaveATrueMinus();
    void nanLeavesAGap();
    void anEmptyPlotTakesEverything();
};

namespace {

std::vector<double> upTo(int n) {
    std::vector<double> x;
    for (int i = 0; i < n; ++i)
        x.push_back(i);
    return x;
}

void fill(Plot& plot, int n) {
    plot.setSeries({{{}, upTo(n), std::vector<double>(std::size_t(n), 1.0), PlotSeries::Look::Bars, 0}});
    plot.resize(420, 200);
    plot.show();
    QVERIFY(QTest::qWaitForWindowExposed(&plot));
    plot.replot();
}

QPalette palette(const QColor& base, const QColor& text) {
    QPalette p;
    p.setColor(QPalette::Base, base);
    p.setColor(QPalette::Text, text);
    return p;
}

} // namespace

void TestPlot::aClickChoosesTheNearestPoint() {
    Plot plot;
    fill(plot, 10);
    QSignalSpy spy(&plot, &Plot::chosen);
    for (const int i : {0, 4, 9}) {
        QTest::mouseClick(&plot, Qt::LeftButton, {}, plot.pointPosition(i).toPoint() + QPoint(3, 0));
        QCOMPARE(spy.takeLast().at(0).toInt(), i);
    }
    QTest::mouseClick(&plot, Qt::LeftButton, {}, QPoint(2, 2)); // on the margin
    QCOMPARE(spy.count(), 0);
}

void TestPlot::keysMoveTheMarker() {
    Plot plot;
    fill(plot, 30);
    connect(&plot, &Plot::chosen, &plot, &Plot::setMarker);
    const std::vector<std::pair<Qt::Key, int>> steps{
        {Qt::Key_End, 29}, {Qt::Key_Right, 29}, {Qt::Key_Left, 28},    {Qt::Key_PageUp, 25},
        {Qt::Key_Home, 0}, {Qt::Key_Left, 0},   {Qt::Key_PageDown, 3}, {Qt::Key_Right, 4}};
    for (const auto& [key, marker] : steps) {
        QTest::keyClick(&plot, key);
        QCOMPARE(plot.marker(), marker);
    }
}

void TestPlot::colorsFollowThePalette() {
    Plot plot;
    fill(plot, 3);
    for (const auto& [base, text] : {std::pair{QColor(Qt::white), QColor(Qt::black)},
                                     std::pair{QColor(30, 30, 34), QColor(230, 230, 230)}}) {
        plot.setPalette(palette(base, text));
        QCOMPARE(plot.xAxis->tickLabelColor(), text);
        QCOMPARE(plot.yAxis->labelColor(), text);
        const QImage picture = plot.grab().toImage();
        QCOMPARE(QColor(picture.pixel(2, 2)), base);
        const QPointF bar = plot.pointPosition(1);
        QCOMPARE(QColor(picture.pixel(bar.toPoint())), seriesColor(plot.palette(), 0));
    }
}

void TestPlot::labelsThinOutWhereTheyDoNotFit() {
    Plot plot;
    fill(plot, 5);
    plot.setLabels({"a", "b", "c", "d", "e"});
    auto ticks = [&plot] { return plot.xAxis->ticker().dynamicCast<QCPAxisTickerText>()->ticks(); };
    QCOMPARE(ticks().size(), 5);
    QCOMPARE(plot.xAxis->tickLabelRotation(), 0.0);
    plot.resize(250, 200);
    plot.setLabels({"understanding", "b", "c", "transformers", "e"});
    QCOMPARE(ticks().size(), 5);
    QCOMPARE(plot.xAxis->tickLabelRotation(), -90.0);
    fill(plot, 500);
    QStringList many;
    for (int i = 0; i < 500; ++i)
        many += QString("token%1").arg(i);
    plot.setLabels(many);
    QVERIFY(ticks().size() > 5 && ticks().size() < 60);
    QCOMPARE(ticks().first(), QString("token0"));
}

void TestPlot::numbersOnTheAxesKeepApart_data() {
    QTest::addColumn<QSize>("size");
    QTest::addColumn<double>("largest");
    QTest::addColumn<bool>("logarithmic");
    for (const QSize size : {QSize(420, 126), QSize(420, 300), QSize(160, 126), QSize(120, 100)})
        for (const double largest : {1.1, 8.0, 2.3e-5, 4.0e7})
            for (const bool logarithmic : {false, true})
                QTest::addRow("%d × %d, to %g%s", size.width(), size.height(), largest,
                              logarithmic ? ", logarithmic" : "")
                    << size << largest << logarithmic;
}

void TestPlot::numbersOnTheAxesKeepApart() {
    QFETCH(QSize, size);
    QFETCH(double, largest);
    QFETCH(bool, logarithmic);
    Plot plot;
    plot.setSeries({{{}, {-largest, 0, largest}, {-largest, 0, largest}, PlotSeries::Look::Line, 0}});
    plot.setLogarithmicY(logarithmic);
    plot.resize(size);
    plot.show();
    QVERIFY(QTest::qWaitForWindowExposed(&plot));
    plot.resize(size + QSize(40, 60)); // the first replot after a change has it right
    plot.replot();
    plot.resize(size);
    plot.replot();
    const QFontMetrics metrics(plot.yAxis->tickLabelFont());
    for (QCPAxis* axis : {plot.xAxis, plot.yAxis}) {
        const QVector<double> ticks = axis->tickVector();
        const QVector<QString> labels = axis->tickVectorLabels();
        for (qsizetype i = 1; i < ticks.size(); ++i) {
            const double apart = std::abs(axis->coordToPixel(ticks[i]) - axis->coordToPixel(ticks[i - 1]));
            const int wide =
                (metrics.horizontalAdvance(labels[i]) + metrics.horizontalAdvance(labels[i - 1])) / 2;
            const int taken = axis == plot.xAxis ? wide : metrics.height();
            QVERIFY2(apart > taken, qPrintable(labels[i - 1] + " and " + labels[i]));
        }
    }
}

void TestPlot::numbersHaveATrueMinus() {
    Plot plot;
    plot.setSeries({{{}, {-3, 0, 3}, {-2, 0, 2}, PlotSeries::Look::Line, 0}});
    plot.resize(420, 200);
    plot.show();
    QVERIFY(QTest::qWaitForWindowExposed(&plot));
    plot.replot();
    for (QCPAxis* axis : {plot.xAxis, plot.yAxis}) {
        const QString labels = axis->tickVectorLabels().join(' ');
        QVERIFY2(labels.contains(QChar(0x2212)) && !labels.contains('-'), qPrintable(labels));
    }
}

void TestPlot::nanLeavesAGap() {
    Plot plot;
    fill(plot, 3);
    plot.setSeries({{{}, upTo(3), {1, std::nan(""), 2}, PlotSeries::Look::Bars, 0}});
    QCOMPARE(qobject_cast<QCPBars*>(plot.plottable(0))->data()->size(), 2);
    QVERIFY(plot.yAxis->range().upper > 2 && plot.yAxis->range().upper < 3);
    QCOMPARE(plot.yAxis->range().lower, 0.0);
}

void TestPlot::anEmptyPlotTakesEverything() {
    Plot plot;
    plot.setMarker(3);
    QCOMPARE(plot.marker(), -1);
    plot.setLabels({});
    plot.setYRange({{0, 1}});
    QSignalSpy spy(&plot, &Plot::chosen);
    QTest::keyClick(&plot, Qt::Key_Right);
    QTest::mouseClick(&plot, Qt::LeftButton, {}, plot.rect().center());
    QCOMPARE(spy.count(), 0);
}

static const ffn::test::Case<TestPlot> kCase;
#include "tst_plot.moc"

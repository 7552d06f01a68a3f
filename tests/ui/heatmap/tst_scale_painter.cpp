#include "tests/test_case.h"
#include "ui/heatmap/scale_painter.h"
#include "ui/heatmap/short_number.h"

#include <QTest>

#include <algorithm>

using namespace ffn;
using namespace ffn::ui;

class TestScalePainter : public QObject {
    Q_OBJECT
  private slots:
    void endsAndZeroAreWritten_data() {
        QTest::addColumn<float>("low");
        QTest::addColumn<float>("high");
        QTest::addColumn<int>("transfer");
        QTest::newRow("symmetric") << -3.7f << 3.7f << int(Transfer::Linear);
        QTest::newRow("one-sided") << 0.f << 1234.5f << int(Transfer::Linear);
        QTest::newRow("symmetric log") << -100.f << 100.f << int(Transfer::SymLog);
    }
    void endsAndZeroAreWritten() {
        QFETCH(float, low);
        QFETCH(float, high);
        QFETCH(int, transfer);
        ColorScale scale{color_map_from_name("blue_red"), low, high, Transfer(transfer)};
        const auto ticks = scaleTicks(scale, 300, 14);
        for (const float needed : {low, 0.f, high})
            QVERIFY(std::find(ticks.begin(), ticks.end(), needed) != ticks.end());
        for (std::size_t i = 1; i < ticks.size(); ++i)
            QVERIFY((scale.position(ticks[i]) - scale.position(ticks[i - 1])) * 300 >= 14);
    }

    void numbersAreShort_data() {
        QTest::addColumn<double>("value");
        QTest::newRow("−0.482") << -0.48211;
        QTest::newRow("0") << 0.0;
        QTest::newRow("1.5e6") << 1.5e6;
        QTest::newRow("1e-9") << 1e-9;
        QTest::newRow("NaN") << qQNaN();
        QTest::newRow("+Inf") << qInf();
        QTest::newRow("−Inf") << -qInf();
    }
    void numbersAreShort() {
        QFETCH(double, value);
        const QString expected = QString(QTest::currentDataTag()).replace("e-", "e−");
        QCOMPARE(shortNumber(value), expected);
    }

    void numbersLoseDigitsWhereThereIsNoRoom() {
        const QFontMetricsF metrics{QFont()};
        const double three = metrics.horizontalAdvance("−0.00888"),
                     two = metrics.horizontalAdvance("−0.0089");
        QCOMPARE(fittingNumber(-0.00888, metrics, three), "−0.00888");
        QCOMPARE(fittingNumber(-0.00888, metrics, three - 1), "−0.0089");
        QCOMPARE(fittingNumber(-0.00888, metrics, two - 1), "−0.009");
        QCOMPARE(fittingNumber(-0.00888, metrics, 5), "");
    }

    void swatchesOnlyForWhatIsThere() {
        ScaleLegend legend;
        QCOMPARE(swatchesHeight(legend, QFont()), 0.0);
        legend.nan = 3;
        const double one = swatchesHeight(legend, QFont());
        legend.padding = true;
        QVERIFY(one > 0);
        QCOMPARE(swatchesHeight(legend, QFont()), 2 * one);
    }
};

static const ffn::test::Case<TestScalePainter> kCase;
#include "tst_scale_painter.moc"

#include "tests/test_case.h"
#include "ui/panels/statistics.h"

#include <QTest>

#include <cmath>

using namespace ffn::ui;

class TestStatistics : public QObject {
    Q_OBJECT
  private slots:
    void medianLeavesOutWhatDoesNotExist();
    void largestMagnitudeIsOfFiniteNumbers();
};

void TestStatistics::medianLeavesOutWhatDoesNotExist() {
    QCOMPARE(median({3, NAN, 1, 2}), 2.0);
    QCOMPARE(median({4, 1, 3, 2}), 2.5);
    QVERIFY(std::isnan(median({NAN})));
    QVERIFY(std::isnan(median({})));
}

void TestStatistics::largestMagnitudeIsOfFiniteNumbers() {
    QCOMPARE(largestMagnitude({1, -3, NAN, INFINITY}), 3.0);
    QCOMPARE(largestMagnitude({}), 0.0);
}

static const ffn::test::Case<TestStatistics> kCase;
#include "tst_statistics.moc"

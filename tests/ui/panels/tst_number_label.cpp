#include "tests/test_case.h"
#include "ui/panels/number_label.h"

#include <QTest>

#include <cmath>

using namespace ffn::ui;

class TestNumberLabel : public QObject {
    Q_OBJECT
  private slots:
    void numbers_data();
    void numbers();
    void percents_data();
    void percents();
    void aStatisticThatDoesNotExistIsADash();
    void decimals();
    void countsAreGrouped();
};

void TestNumberLabel::numbers_data() {
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("text");
    QTest::newRow("four digits") << 0.123456 << "0.1235";
    QTest::newRow("real minus") << -1.5 << "−1.5";
    QTest::newRow("minus in the exponent") << 2.5e-9 << "2.5e−09";
    QTest::newRow("nan") << std::nan("") << "NaN";
    QTest::newRow("inf") << double(INFINITY) << "∞";
    QTest::newRow("-inf") << -double(INFINITY) << "−∞";
}

void TestNumberLabel::numbers() {
    QFETCH(double, value);
    QTEST(numberLabel(value), "text");
}

void TestNumberLabel::percents_data() {
    QTest::addColumn<double>("fraction");
    QTest::addColumn<QString>("text");
    QTest::newRow("half") << 0.51 << "51.0 %";
    QTest::newRow("none") << 0.0 << "0.0 %";
    QTest::newRow("all") << 1.0 << "100.0 %";
    QTest::newRow("hardly any is not none") << 1e-5 << "< 0.1 %";
    QTest::newRow("nearly all is not all") << 0.99999 << "> 99.9 %";
    QTest::newRow("rounded up") << 0.9989 << "99.9 %";
    QTest::newRow("unknown") << std::nan("") << "–";
}

void TestNumberLabel::percents() {
    QFETCH(double, fraction);
    QTEST(percentLabel(fraction), "text");
}

void TestNumberLabel::aStatisticThatDoesNotExistIsADash() {
    QCOMPARE(statisticLabel(std::nan("")), QString("–"));
    QCOMPARE(statisticLabel(0.25), QString("0.25"));
}

void TestNumberLabel::decimals() {
    QCOMPARE(decimalLabel(-0.0259, 3), QString("−0.026"));
    QCOMPARE(decimalLabel(1, 3), QString("1.000"));
    QCOMPARE(decimalLabel(std::nan(""), 3), QString("–"));
}

void TestNumberLabel::countsAreGrouped() {
    const QString thin(QChar(0x2009));
    QCOMPARE(countLabel(999), QString("999"));
    QCOMPARE(countLabel(2099712), "2" + thin + "099" + thin + "712");
    QCOMPARE(countLabel(-1000), "−1" + thin + "000");
}

static const ffn::test::Case<TestNumberLabel> kCase;
#include "tst_number_label.moc"

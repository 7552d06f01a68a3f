#include "engine/analysis/formula_text.h"

#include "tests/test_case.h"

#include <QTest>

#include <limits>

using namespace ffn;

class TestFormulaText : public QObject {
    Q_OBJECT
  private slots:
    void numbers_data();
    void numbers();
};

void TestFormulaText::numbers_data() {
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("expected");
    QTest::newRow("zero") << 0.0 << "0";
    QTest::newRow("negative zero") << -0.0 << "0";
    QTest::newRow("minus sign") << -0.731 << "−0.731";
    QTest::newRow("six digits") << 3.14159265 << "3.14159";
    QTest::newRow("small") << 1e-12 << "1e−12";
    QTest::newRow("large") << 2.5e20 << "2.5e+20";
    QTest::newRow("NaN") << std::numeric_limits<double>::quiet_NaN() << "NaN";
    QTest::newRow("−∞") << -std::numeric_limits<double>::infinity() << "−∞";
}

void TestFormulaText::numbers() {
    QFETCH(double, value);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(formula_number(value)), expected);
}

static const ffn::test::Case<TestFormulaText> kCase;
#include "tst_formula_text.moc"

#include "engine/forward/row_math.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <random>

namespace ffn {

class TestRowMath : public QObject {
    Q_OBJECT
  private slots:
    void sumsEqualAPlainLoop_data();
    void sumsEqualAPlainLoop();
    void extremesCountWhatIsThere();
};

void TestRowMath::sumsEqualAPlainLoop_data() {
    QTest::addColumn<int>("length");
    QTest::addColumn<double>("offset");
    for (const int length : {1, 15, 16, 17, 33, 512})
        for (const double offset : {0.0, 1e6})
            QTest::addRow("%d at %g", length, offset) << length << offset;
}

void TestRowMath::sumsEqualAPlainLoop() {
    QFETCH(int, length);
    QFETCH(double, offset);
    std::mt19937 random(7);
    std::normal_distribution<double> normal(offset, 1.0);
    std::vector<float> row(static_cast<std::size_t>(length));
    long double sum = 0, squares = 0, deviations = 0;
    for (float& x : row) {
        x = float(normal(random));
        sum += x;
        squares += static_cast<long double>(x) * x;
    }
    const double mean = double(sum / length);
    for (const float x : row)
        deviations += (static_cast<long double>(x) - mean) * (x - mean);
    // n additions in double: relative error below n·2⁻⁵³ of Σ|x|, here all terms are of one sign or near it.
    const double scale = length * (std::abs(offset) + 10) * 0x1p-53;
    QVERIFY(std::abs(row_sum(row) - double(sum)) <= length * scale);
    QVERIFY(std::abs(row_sum_of_squares(row) - double(squares)) <= double(squares) * length * 0x1p-53);
    QVERIFY(std::abs(row_squared_deviations(row, mean) - double(deviations)) <=
            double(deviations) * length * 0x1p-52);
}

void TestRowMath::extremesCountWhatIsThere() {
    constexpr float kInf = std::numeric_limits<float>::infinity();
    std::vector<float> row(37, 0.5f);
    row[3] = -2;
    row[35] = 4;
    row[10] = 0;
    row[36] = -0.0f;
    RowMoments e = row_moments(row);
    QCOMPARE(e.min, -2.0f);
    QCOMPARE(e.max, 4.0f);
    QCOMPARE(e.zeros, 2);
    QCOMPARE(e.nonfinite, 0);
    row[0] = kInf;
    row[20] = -kInf;
    row[36] = std::nanf("");
    QCOMPARE(row_moments(row).nonfinite, 3);
}

static const test::Case<TestRowMath> kCase;

} // namespace ffn

#include "tst_row_math.moc"

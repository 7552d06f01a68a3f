#include "engine/raster/histogram.h"

#include "tests/test_case.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

using namespace ffn;

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInf = std::numeric_limits<float>::infinity();

TokenBatch batch(std::initializer_list<std::size_t> lengths) {
    TokenBatch tokens;
    for (std::size_t n : lengths)
        tokens.rows.emplace_back(n);
    return tokens;
}

Tensor tensor(Shape shape, const std::vector<float>& values) {
    Tensor t = Tensor::uninitialized(shape);
    std::copy(values.begin(), values.end(), t.data());
    return t;
}

} // namespace

class TestHistogram : public QObject {
    Q_OBJECT
  private slots:
    void countsEveryCellOnce();
    void padsAndNonFiniteAreApart();
    void percentilesAgreeWithSorting_data();
    void percentilesAgreeWithSorting();
    void percentilesOfNothingAreNaN();
};

// Values are multiples of 1/8 and so are the bins' ends: no rounding decides where a value belongs.
void TestHistogram::countsEveryCellOnce() {
    std::mt19937 random(1);
    Tensor t(Shape{1, 300, 401});
    for (float& v : t.values())
        v = float(int(random() % 161) - 80) / 8;
    ThreadPool pool(2);
    const ValueHistogram h = value_histogram(t, batch({300}), -4, 8, 24, &pool);
    std::vector<float> sorted(t.values().begin(), t.values().end());
    std::sort(sorted.begin(), sorted.end());
    const auto less = [&](double v) {
        return std::int64_t(std::lower_bound(sorted.begin(), sorted.end(), float(v)) - sorted.begin());
    };
    for (int i = 0; i < 24; ++i) {
        const std::int64_t end = i == 23 ? less(8.0625) : less(-4 + 0.5 * (i + 1));
        QCOMPARE(h.counts[std::size_t(i)], end - less(-4 + 0.5 * i));
    }
    QCOMPARE(h.below, less(-4));
    QCOMPARE(h.above, t.size() - less(8.0625));
}

void TestHistogram::padsAndNonFiniteAreApart() {
    const Tensor t = tensor({2, 2, 2}, {1, kNaN, kInf, -kInf, 3, -1, 0, 0}); // the last row is padding
    const ValueHistogram h = value_histogram(t, batch({2, 1}), 0, 2, 2);
    QVERIFY((h.counts == std::vector<std::int64_t>{0, 1}));
    QCOMPARE(h.below, 1);
    QCOMPARE(h.above, 1);
    QCOMPARE(h.nan, 1);
    QCOMPARE(h.pos_inf, 1);
    QCOMPARE(h.neg_inf, 1);
}

void TestHistogram::percentilesAgreeWithSorting_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("units");
    QTest::newRow("normal values") << 0 << 97 << 101;
    QTest::newRow("many ties") << 1 << 97 << 101;
    QTest::newRow("all orders of magnitude") << 2 << 97 << 101;
    QTest::newRow("one value") << 0 << 1 << 1;
    QTest::newRow("two values") << 0 << 1 << 2;
    QTest::newRow("with NaN and Inf") << 3 << 50 << 50;
}

void TestHistogram::percentilesAgreeWithSorting() {
    QFETCH(int, kind);
    QFETCH(int, rows);
    QFETCH(int, units);
    std::mt19937 random(2);
    std::normal_distribution<float> normal;
    Tensor t(Shape{1, rows, units});
    for (float& v : t.values()) {
        v = normal(random);
        if (kind == 1) v = std::round(v);
        if (kind == 2) v = std::ldexp(v, int(random() % 200) - 100);
        if (kind == 3 && random() % 5 == 0) v = random() % 2 ? kNaN : -kInf;
    }
    std::vector<float> sorted;
    std::copy_if(t.values().begin(), t.values().end(), std::back_inserter(sorted),
                 [](float v) { return std::isfinite(v); });
    std::sort(sorted.begin(), sorted.end());
    const std::vector<double> percents{0, 0.1, 1, 25, 50, 73.3, 99, 99.9, 100};
    ThreadPool pool(2);
    const auto found = exact_percentiles(t, batch({std::size_t(rows)}), percents, &pool);
    for (std::size_t i = 0; i < percents.size(); ++i) {
        const double at = percents[i] / 100 * double(sorted.size() - 1);
        const double low = sorted[std::size_t(std::floor(at))], high = sorted[std::size_t(std::ceil(at))];
        const double expected = low + (high - low) * (at - std::floor(at));
        // The same doubles in the same order; one rounding of room.
        QVERIFY(std::abs(found[i] - expected) <= 1e-15 * std::max(std::abs(low), std::abs(high)));
    }
}

void TestHistogram::percentilesOfNothingAreNaN() {
    const Tensor t = tensor({2, 1, 2}, {kNaN, kInf, 5, 5}); // the second row is padding
    const std::vector<double> half{50};
    QVERIFY(std::isnan(exact_percentiles(t, batch({1, 0}), half)[0]));
}

static const ffn::test::Case<TestHistogram> kCase;
#include "tst_histogram.moc"

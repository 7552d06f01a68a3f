#include "engine/forward/stage_summary.h"
#include "tests/test_case.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace ffn {

class TestStageSummary : public QObject {
    Q_OBJECT
  private slots:
    void numbersEqualATwoPassComputation_data();
    void numbersEqualATwoPassComputation();
    void mergingEqualsAddingAll();
    void nonFiniteValuesAreCountedAndLeftOut();
    void nothingSeenHasNoNumbers();
};

namespace {

std::vector<float> random_values(std::size_t n, float offset, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal(offset, 1.0f);
    std::vector<float> v(n);
    for (float& x : v)
        x = normal(random);
    return v;
}

} // namespace

void TestStageSummary::numbersEqualATwoPassComputation_data() {
    QTest::addColumn<float>("offset");
    QTest::addRow("centred") << 0.0f;
    QTest::addRow("offset that one-pass float formulas fail on") << 10000.0f;
}

void TestStageSummary::numbersEqualATwoPassComputation() {
    QFETCH(float, offset);
    const std::vector<float> v = random_values(7 * 53, offset, 1);
    StageSummary s;
    for (std::size_t i = 0; i < v.size(); i += 53)
        s.add(std::span(v).subspan(i, 53));
    long double mean = 0, m2 = 0, l2 = 0;
    for (const float x : v)
        mean += x;
    mean /= v.size();
    for (const float x : v) {
        m2 += (x - mean) * (x - mean);
        l2 += static_cast<long double>(x) * x;
    }
    // double sums of a few hundred terms: 1e-12 relative is a thousand times their error bound
    QVERIFY(std::abs(s.mean - double(mean)) <= 1e-12 * (1 + std::abs(double(mean))));
    QVERIFY(std::abs(s.std() / std::sqrt(double(m2) / double(v.size())) - 1) < 1e-12);
    QVERIFY(std::abs(s.l2() / std::sqrt(double(l2)) - 1) < 1e-12);
    QCOMPARE(s.min, *std::min_element(v.begin(), v.end()));
    QCOMPARE(s.max, *std::max_element(v.begin(), v.end()));
    QCOMPARE(s.values, qint64(v.size()));
}

void TestStageSummary::mergingEqualsAddingAll() {
    const std::vector<float> a = random_values(100, 3, 2), b = random_values(31, -5, 3);
    StageSummary one, two, all;
    one.add(a);
    two.add(b);
    all.add(a);
    all.add(b);
    one.merge(two);
    QCOMPARE(one.values, all.values);
    QVERIFY(std::abs(one.mean - all.mean) < 1e-14);
    QVERIFY(std::abs(one.std() - all.std()) < 1e-12);
    StageSummary empty;
    empty.merge(all);
    QCOMPARE(empty.mean, all.mean);
}

void TestStageSummary::nonFiniteValuesAreCountedAndLeftOut() {
    constexpr float kInf = std::numeric_limits<float>::infinity();
    const std::vector<float> row{1, kInf, 0, -kInf, std::nanf(""), 3, std::nanf("")};
    StageSummary s;
    s.add(row);
    QCOMPARE(s.values, 7);
    QCOMPARE(s.finite, 3);
    QCOMPARE(s.zeros, 1);
    QCOMPARE(s.nan, 2);
    QCOMPARE(s.pos_inf, 1);
    QCOMPARE(s.neg_inf, 1);
    QCOMPARE(s.min, 0.0f);
    QCOMPARE(s.max, 3.0f);
    QVERIFY(std::abs(s.mean - 4.0 / 3) < 1e-15);
    QVERIFY(std::abs(s.zero_fraction() - 1.0 / 7) < 1e-15);
}

void TestStageSummary::nothingSeenHasNoNumbers() {
    const StageSummary s;
    QVERIFY(std::isnan(s.std()));
    QVERIFY(std::isnan(s.l2()));
    QVERIFY(std::isnan(s.zero_fraction()));
}

static const test::Case<TestStageSummary> kCase;

} // namespace ffn

#include "tst_stage_summary.moc"

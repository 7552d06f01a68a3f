#include "engine/analysis/layer_norm_view.h"

#include "tests/engine/analysis/small_snapshot.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace ffn;
using namespace ffn::test;

class TestLayerNormView : public QObject {
    Q_OBJECT
  private slots:
    void findsOutlyingGains_data();
    void findsOutlyingGains();
    void checksSumAndLength();
    void needsItsStages();
};

void TestLayerNormView::findsOutlyingGains_data() {
    QTest::addColumn<std::vector<float>>("gains");
    QTest::addColumn<std::vector<std::int64_t>>("expected");
    using Units = std::vector<std::int64_t>;
    const float nan = std::numeric_limits<float>::quiet_NaN();
    QTest::newRow("all ones") << std::vector<float>{1, 1, 1, 1} << Units{};
    QTest::newRow("one differs from ones") << std::vector<float>{1, 1, 1.5, 1} << Units{2};
    QTest::newRow("furthest first") << std::vector<float>{1, 2, 3, 30, 1, 2, -90, 3} << Units{6, 3};
    QTest::newRow("NaN before all") << std::vector<float>{1, 50, 1, nan, 1} << Units{3, 1};
    QTest::newRow("none") << std::vector<float>{} << Units{};
}

void TestLayerNormView::findsOutlyingGains() {
    QFETCH(std::vector<float>, gains);
    QFETCH(std::vector<std::int64_t>, expected);
    QVERIFY(outliers(gains).units == expected);
    QCOMPARE(outliers(std::vector<float>{4, 1, 3, 10}).median, 3.5);
    QCOMPARE(outliers(std::vector<float>{4, 1, 3, 10}).mad, 1.5); // of 0.5, 2.5, 0.5, 6.5
}

void TestLayerNormView::checksSumAndLength() {
    Snapshot s;
    s.tokens = batch({2, 1}); // the last row is padding
    s.config.eps = 3;
    keep(s, Stage::NormVariance, tensor({2, 2, 1}, {1, 0, 1, 7}));
    keep(s, Stage::Normalized, tensor({2, 2, 4}, {0.5, -0.5, 0.5, -0.5, 0, 0, 0, 0, 1, 2, 2, 4, 9, 9, 9, 9}));
    const auto checks = *norm_checks(s);
    QCOMPARE(checks[0].size(), std::size_t(2));
    QCOMPARE(checks[1].size(), std::size_t(1));
    QCOMPARE(checks[0][0].sum, 0.0);
    QCOMPARE(checks[0][0].length, 1.0);
    QCOMPARE(checks[0][0].expected_length, 1.0); // √(4 · 1/(1 + 3))
    QCOMPARE(checks[0][1].expected_length, 0.0);
    QCOMPARE(checks[1][0].sum, 9.0);
    QCOMPARE(checks[1][0].length, 5.0);
}

void TestLayerNormView::needsItsStages() {
    Snapshot s;
    s.tokens = batch({1});
    QVERIFY(!norm_checks(s));
}

static const ffn::test::Case<TestLayerNormView> kCase;
#include "tst_layer_norm_view.moc"

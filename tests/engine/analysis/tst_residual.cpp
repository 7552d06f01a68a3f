#include "engine/analysis/residual.h"

#include "tests/engine/analysis/small_snapshot.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace ffn;
using namespace ffn::test;

class TestResidual : public QObject {
    Q_OBJECT
  private slots:
    void numbersByHand();
    void whatDoesNotExistIsNaN();
};

void TestResidual::numbersByHand() {
    Snapshot s;
    s.tokens = batch({1, 2}); // row 1 is padding
    keep(s, Stage::Input, tensor({2, 2, 2}, {3, 4, 0, 0, 1, 0, 0, 2}));
    keep(s, Stage::Projection, tensor({2, 2, 2}, {-4, 3, 0, 0, -2, 0, 0, 6}));
    keep(s, Stage::ResidualSum, tensor({2, 2, 2}, {-1, 7, 0, 0, -1, 0, 0, 8}));
    const auto r = residual(s);
    QCOMPARE(r.size(), std::size_t(2));
    QCOMPARE(r[0].size(), std::size_t(1));
    QCOMPARE(r[1].size(), std::size_t(2));
    QCOMPARE(r[0][0].input_norm, 5.0);
    QCOMPARE(r[0][0].update_norm, 5.0);
    QCOMPARE(r[0][0].sum_norm, std::sqrt(50.0));
    QCOMPARE(r[0][0].cosine_input_update, 0.0);
    QCOMPARE(r[0][0].cosine_input_sum, 25 / (5 * std::sqrt(50.0)));
    QCOMPARE(r[1][0].cosine_input_sum, -1.0);
    QCOMPARE(r[1][0].update_to_input_ratio, 2.0);
    QCOMPARE(r[1][1].cosine_input_update, 1.0);
}

void TestResidual::whatDoesNotExistIsNaN() {
    Snapshot s;
    s.tokens = batch({2});
    const float inf = std::numeric_limits<float>::infinity();
    keep(s, Stage::Input, tensor({1, 2, 2}, {0, 0, inf, 1}));
    keep(s, Stage::Projection, tensor({1, 2, 2}, {1, 1, 3e38f, 3e38f}));
    keep(s, Stage::ResidualSum, tensor({1, 2, 2}, {1, 1, inf, 1}));
    const auto r = residual(s)[0];
    QCOMPARE(r[0].input_norm, 0.0);
    QVERIFY(std::isnan(r[0].update_to_input_ratio));
    QVERIFY(std::isnan(r[0].cosine_input_sum));
    QVERIFY(std::isnan(r[1].input_norm));
    QVERIFY(std::isnan(r[1].cosine_input_update));
    QCOMPARE(r[1].update_norm, std::sqrt(2.0) * double(3e38f)); // does not overflow
}

static const ffn::test::Case<TestResidual> kCase;
#include "tst_residual.moc"

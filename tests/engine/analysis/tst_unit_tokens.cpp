#include "engine/analysis/unit_tokens.h"

#include "tests/engine/analysis/small_snapshot.h"
#include "tests/test_case.h"

#include <QTest>

#include <limits>

using namespace ffn;
using namespace ffn::test;

class TestUnitTokens : public QObject {
    Q_OBJECT
  private slots:
    void strongestFirst();
};

void TestUnitTokens::strongestFirst() {
    Snapshot s;
    s.tokens = batch({3, 2}); // row 5 is padding and holds the largest value
    const float nan = std::numeric_limits<float>::quiet_NaN();
    keep(s, Stage::Hidden, tensor({2, 3, 2}, {0, 1, 0, -4, 0, nan, 0, 0, 0, 4, 0, 99}));
    const std::vector<UnitToken> all{{0, 1, -4}, {1, 1, 4}, {0, 0, 1}};
    QVERIFY(unit_tokens(s, 1, 10) == all);
    QVERIFY(unit_tokens(s, 1, 1) == std::vector<UnitToken>(all.begin(), all.begin() + 1));
    QVERIFY(unit_tokens(s, 0, 10).empty());
}

static const ffn::test::Case<TestUnitTokens> kCase;
#include "tst_unit_tokens.moc"

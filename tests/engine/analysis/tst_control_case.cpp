#include "engine/analysis/residual.h"
#include "engine/analysis/savings.h"
#include "engine/analysis/sparsity.h"
#include "engine/analysis/unit_census.h"
#include "tests/engine/analysis/random_pass.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>

using namespace ffn;
using namespace ffn::test;

/// What a network that learned nothing shows: PyTorch's default init, N(0, 1) input, 512 → 2048, 512 tokens.
class TestControlCase : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void stagesHaveTheirSpread();
    void halfOfTheUnitsAreActive();
    void theUnionGrowsToAll();
    void theUpdateIsSmall();
    void theNormPutsRowsOnASphere();
    void halfOfTheSecondProductIsNeedless();

  private:
    std::shared_ptr<const Snapshot> m_pass;
};

void TestControlCase::initTestCase() {
    const auto model = random_feed_forward({}, Init::Torch, 0);
    m_pass = random_pass(model, {512}, {}, 1);
}

// Tolerances: sampling over 2048 weight rows and 512 tokens leaves a few thousandths.
void TestControlCase::stagesHaveTheirSpread() {
    const auto deviation = [&](Stage s) { return m_pass->summary(s).std(); };
    QVERIFY(std::abs(deviation(Stage::PreActivation) - 0.577) < 0.005);
    QVERIFY(std::abs(m_pass->summary(Stage::Hidden).mean - 0.231) < 0.004);
    QVERIFY(std::abs(deviation(Stage::Projection) * deviation(Stage::Projection) - 0.057) < 0.003);
    QVERIFY(std::abs(deviation(Stage::ResidualSum) * deviation(Stage::ResidualSum) - 1.053) < 0.01);
}

void TestControlCase::halfOfTheUnitsAreActive() {
    const Sparsity s = sparsity(*m_pass);
    QVERIFY(std::abs(1 - s.zero_fraction - 0.5) < 0.005);
    QCOMPARE(s.units_never_active, 0);
    const UnitCensus census = unit_census(*m_pass);
    QCOMPARE(census.kinds[std::size_t(UnitKind::Other)], 2048); // nothing of any kind
}

// One token: 2048 coins, σ = 0.011. The first tokens are three of many, so five σ are allowed.
void TestControlCase::theUnionGrowsToAll() {
    const auto unions = sparsity(*m_pass).union_by_tokens;
    QVERIFY(std::abs(unions[0] - 0.50) < 0.055);
    QVERIFY(std::abs(unions[1] - 0.75) < 0.05);
    QVERIFY(std::abs(unions[7] - 0.995) < 0.01);
    QCOMPARE(unions.back(), 1.0);
}

void TestControlCase::theUpdateIsSmall() {
    double mean = 0;
    const auto rows = residual(*m_pass);
    for (const TokenResidual& token : rows[0])
        mean += token.cosine_input_sum / 512;
    QVERIFY(std::abs(mean - 0.973) < 0.002);
}

void TestControlCase::theNormPutsRowsOnASphere() {
    const Tensor& output = m_pass->stage(Stage::Output);
    double mean = 0;
    for (std::int64_t r = 0; r < 512; ++r)
        mean += double(output.matrix().row(r).norm()) / 512;
    QVERIFY(std::abs(mean - std::sqrt(512.0)) < 0.001); // ε beside a variance of 1 takes 5 · 10⁻⁶ of it
}

void TestControlCase::halfOfTheSecondProductIsNeedless() {
    const double points[]{0};
    const SavingsPoint now = savings_curve(*m_pass, KeepRule::AboveThreshold, points)[0];
    QVERIFY(std::abs(now.second_product - 0.5) < 0.005);
    QCOMPARE(now.output.relative_l2, 0.0);
    QCOMPARE(now.silent_units, 0.0); // for all tokens at once nothing can be left out
}

static const ffn::test::Case<TestControlCase> kCase;
#include "tst_control_case.moc"

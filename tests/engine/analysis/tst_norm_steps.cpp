#include "engine/analysis/norm_steps.h"

#include "tests/engine/analysis/random_pass.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>

using namespace ffn;
using namespace ffn::test;

class TestNormSteps : public QObject {
    Q_OBJECT
  private slots:
    void agreesWithTheStages_data();
    void agreesWithTheStages();
    void theTwoFactsHold();
    void anUnbiasedNormIsOneDimensionShorter();
    void aConstantRowBecomesZero();
    void withoutANormThereIsNothing();
};

void TestNormSteps::agreesWithTheStages_data() {
    QTest::addColumn<int>("placement");
    QTest::addColumn<int>("norm");
    QTest::newRow("post LayerNorm") << int(NormPlacement::Post) << int(Norm::LayerNorm);
    QTest::newRow("pre LayerNorm") << int(NormPlacement::Pre) << int(Norm::LayerNorm);
    QTest::newRow("pre RMSNorm") << int(NormPlacement::Pre) << int(Norm::RmsNorm);
    QTest::newRow("pre StdNorm") << int(NormPlacement::Pre) << int(Norm::StdNorm);
    QTest::newRow("post StdNorm") << int(NormPlacement::Post) << int(Norm::StdNorm);
}

void TestNormSteps::agreesWithTheStages() {
    QFETCH(int, placement);
    QFETCH(int, norm);
    FeedForwardConfig config;
    config.d_model = 24, config.d_ff = 40;
    config.placement = NormPlacement(placement), config.norm = Norm(norm);
    const auto s = random_pass(config, {5, 2});
    const Stage left = config.placement == NormPlacement::Pre ? Stage::NormOutput : Stage::Output;
    const auto scaled = norm_step_tensor(*s, NormStep::Scaled),
               shifted = norm_step_tensor(*s, NormStep::Shifted);
    QVERIFY(scaled && shifted);
    for (std::int64_t row = 0; row < 10; ++row) {
        const auto steps = norm_steps(*s, row);
        const bool padding = row == 7 || row == 8 || row == 9;
        QCOMPARE(steps.has_value(), !padding);
        for (std::int64_t d = 0; d < 24; ++d) {
            // The same double arithmetic but for the order of sums, rounded once: an ulp of values below 8.
            QVERIFY(std::abs(scaled->at(row, d) - s->stage(Stage::Normalized).at(row, d)) < 1e-6);
            // Gain and bias are applied in float32 by the engine: 3 · 2⁻²⁴ of values below 16.
            QVERIFY(std::abs(shifted->at(row, d) - s->stage(left).at(row, d)) < 4e-6);
        }
        if (padding) continue;
        QVERIFY(std::abs(steps->mean - s->stage(Stage::NormMean).at(row, 0)) < 1e-7);
        QVERIFY(std::abs(steps->rstd - s->stage(Stage::NormRstd).at(row, 0)) < 1e-6);
    }
}

void TestNormSteps::theTwoFactsHold() {
    FeedForwardConfig config;
    config.d_model = 64, config.d_ff = 40;
    const auto s = random_pass(config, {3});
    for (std::int64_t row = 0; row < 3; ++row) {
        const auto n = *norm_steps(*s, row);
        const auto step = [&](NormStep at) { return n.steps[std::size_t(at)]; };
        // 64 values near 1 in double.
        QVERIFY(std::abs(step(NormStep::Centred).sum) < 1e-13);
        QVERIFY(std::abs(step(NormStep::Centred).cosine_ones) < 1e-15);
        QVERIFY(std::abs(step(NormStep::Scaled).length - n.expected_length) < 1e-13);
        QVERIFY(std::abs(n.expected_length - 8) < 1e-4); // ε = 1e-5 beside a variance near 1
        QVERIFY(std::abs(step(NormStep::Entering).sum - 64 * n.mean) < 1e-12);
    }
}

void TestNormSteps::anUnbiasedNormIsOneDimensionShorter() {
    FeedForwardConfig config;
    config.d_model = 65, config.d_ff = 40, config.norm = Norm::StdNorm, config.eps = 1e-6;
    const auto n = *norm_steps(*random_pass(config, {3}), 1);
    const double length = n.steps[std::size_t(NormStep::Scaled)].length;
    QVERIFY(std::abs(length - n.expected_length) < 1e-13); // 65 values near 1 in double
    QVERIFY(std::abs(length - 8) < 1e-4);                  // √(65 − 1), ε beside a deviation near 1
}

void TestNormSteps::aConstantRowBecomesZero() {
    Snapshot s;
    auto model = std::make_shared<FeedForward>();
    s.model = model, s.tokens = batch({1}), s.config.eps = 1e-5;
    keep(s, Stage::ResidualSum, tensor({1, 1, 4}, {3, 3, 3, 3}));
    const auto n = *norm_steps(s, 0);
    QCOMPARE(n.variance, 0.0);
    QCOMPARE(n.expected_length, 0.0);
    QCOMPARE(n.steps[std::size_t(NormStep::Scaled)].length, 0.0);
    QVERIFY(std::isnan(n.steps[std::size_t(NormStep::Scaled)].cosine_ones));
    QCOMPARE(n.steps[std::size_t(NormStep::Entering)].cosine_ones, 1.0);
}

void TestNormSteps::withoutANormThereIsNothing() {
    FeedForwardConfig config;
    config.d_model = 4, config.d_ff = 8, config.norm = Norm::None;
    const auto s = random_pass(config, {2});
    QVERIFY(!norm_steps(*s, 0));
    QVERIFY(!norm_step_tensor(*s, NormStep::Centred));
}

static const ffn::test::Case<TestNormSteps> kCase;
#include "tst_norm_steps.moc"

#include "engine/analysis/sparsity.h"

#include "tests/engine/analysis/small_snapshot.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <random>

using namespace ffn;
using namespace ffn::test;

class TestSparsity : public QObject {
    Q_OBJECT
  private slots:
    void countsByHand();
    void agreesWithAPlainLoop_data();
    void agreesWithAPlainLoop();
    void nothingSeenIsNotDead();
    void sequencesByHand();
    void suggestsAThreshold();
};

void TestSparsity::countsByHand() {
    Snapshot s;
    s.tokens = batch({2, 1}); // the fourth row is padding, its values must not count
    const float nan = std::numeric_limits<float>::quiet_NaN();
    keep(s, Stage::Hidden, tensor({2, 2, 4}, {1, 0, 0, 0, 2, 0, nan, 0, 3, 0, 0, -1, 9, 9, 9, 9}));
    const Sparsity r = sparsity(s);
    QCOMPARE(r.tokens_seen, 3);
    QCOMPARE(r.zero_fraction, 7.0 / 12);
    QCOMPARE(r.zero_fraction_per_token, (std::vector<std::vector<double>>{{0.75, 0.5}, {0.5}}));
    QCOMPARE(r.active_fraction_per_unit, (std::vector<double>{1, 0, 1.0 / 3, 1.0 / 3}));
    QCOMPARE(r.units_never_active, 1);
    QCOMPARE(r.units_always_active, 1);
    QCOMPARE(r.union_by_tokens, (std::vector<double>{0.25, 0.5, 0.75}));
    QCOMPARE(sparsity(s, 1).zero_fraction, 9.0 / 12); // |−1| and |1| are not above 1
}

void TestSparsity::agreesWithAPlainLoop_data() {
    QTest::addColumn<int>("tokens");
    QTest::addColumn<int>("units");
    QTest::addColumn<double>("active");
    QTest::newRow("one token") << 1 << 97 << 0.5;
    QTest::newRow("one unit") << 97 << 1 << 0.5;
    QTest::newRow("all dead") << 13 << 17 << 0.0;
    QTest::newRow("all alive") << 13 << 17 << 1.0;
    QTest::newRow("several blocks") << 2500 << 1009 << 0.002;
}

void TestSparsity::agreesWithAPlainLoop() {
    QFETCH(int, tokens);
    QFETCH(int, units);
    QFETCH(double, active);
    std::mt19937 random(1);
    std::bernoulli_distribution fires(active);
    Snapshot s;
    s.tokens = batch({std::size_t(tokens)});
    Tensor hidden(Shape{1, tokens, units});
    for (float& v : hidden.values())
        v = fires(random) ? 1.5f : 0.0f;
    std::vector<bool> awake(static_cast<std::size_t>(units));
    std::vector<double> unions;
    std::int64_t zeros = 0, woken = 0;
    for (int t = 0; t < tokens; ++t) {
        for (int u = 0; u < units; ++u) {
            zeros += hidden.at(t, u) == 0;
            if (hidden.at(t, u) != 0 && !awake[std::size_t(u)]) awake[std::size_t(u)] = true, ++woken;
        }
        unions.push_back(double(woken) / units);
    }
    keep(s, Stage::Hidden, std::move(hidden));
    ThreadPool pool(3);
    const Sparsity r = sparsity(s, 0, &pool);
    QCOMPARE(r.zero_fraction, double(zeros) / (double(tokens) * units));
    QCOMPARE(r.units_never_active, units - woken);
    QVERIFY(r.union_by_tokens == unions);
}

void TestSparsity::nothingSeenIsNotDead() {
    Snapshot s;
    s.tokens = batch({0});
    keep(s, Stage::Hidden, Tensor(Shape{1, 0, 3}));
    const Sparsity r = sparsity(s);
    QVERIFY(std::isnan(r.zero_fraction));
    QCOMPARE(r.units_never_active, 0);
    QCOMPARE(r.units_always_active, 0);
}

void TestSparsity::sequencesByHand() {
    Snapshot s;
    s.tokens = batch({2, 1, 0});
    keep(s, Stage::Hidden, tensor({3, 2, 2}, {1, 0, 0, 2, 3, 0, 9, 9, 9, 9, 9, 9}));
    const auto sequences = sparsity(s).sequences;
    QCOMPARE(sequences.size(), std::size_t(3));
    QCOMPARE(sequences[0].tokens, 2);
    QCOMPARE(sequences[0].active_fraction, 0.5);
    QCOMPARE(sequences[0].union_fraction, 1.0);
    QCOMPARE(sequences[1].union_fraction, 0.5);
    QVERIFY(std::isnan(sequences[2].union_fraction));
}

void TestSparsity::suggestsAThreshold() {
    Snapshot s;
    s.summaries[std::size_t(Stage::Hidden)].add(std::vector<float>{3, -3, 3, -3});
    QCOMPARE(suggested_threshold(s), 0.0f); // ReLU
    s.config.activation = Activation::Gelu;
    QCOMPARE(suggested_threshold(s), 0.3f);
}

static const ffn::test::Case<TestSparsity> kCase;
#include "tst_sparsity.moc"

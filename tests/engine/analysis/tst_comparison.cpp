#include "engine/analysis/comparison.h"

#include "engine/analysis/difference_snapshot.h"
#include "tests/engine/analysis/random_pass.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace ffn;
using namespace ffn::test;

class TestComparison : public QObject {
    Q_OBJECT
  private slots:
    void equalSnapshotsHaveNoDistance();
    void distancesByHand();
    void agreesWithEigen();
    void otherTextsAreAligned();
    void otherWidthsAreLeftOut();
    void listsTheLargest();
};

namespace {

Snapshot of_values(std::vector<std::string> texts, std::initializer_list<float> values) {
    Snapshot s;
    auto tokens = std::make_shared<TokenBatch>();
    const auto len = std::int64_t(texts.size());
    tokens->rows.push_back(words(texts));
    s.tokens = tokens;
    keep(s, Stage::Hidden, tensor({1, len, std::int64_t(values.size()) / len}, values));
    return s;
}

} // namespace

void TestComparison::equalSnapshotsHaveNoDistance() {
    FeedForwardConfig config;
    config.d_model = 8, config.d_ff = 20;
    const auto s = random_pass(config, {5, 2});
    const TokenMatch match = match_tokens(*s, *s);
    QCOMPARE(match.rows.size(), std::size_t(7));
    QCOMPARE(match.rows[5].a_row, 5);
    const auto distances = stage_distances(*s, *s, match);
    QCOMPARE(distances.size(), stages_of(config).size());
    for (const StageDistance& d : distances) {
        QCOMPARE(d.differing, 0);
        QCOMPARE(d.relative_l2, 0.0);
        QCOMPARE(d.pair, -1);
        QVERIFY(std::abs(d.cosine - 1) < 1e-15 || std::isnan(d.cosine));
    }
    QVERIFY(largest_differences(*s, *s, match, Stage::Output, 5).empty());
}

void TestComparison::distancesByHand() {
    const float nan = std::numeric_limits<float>::quiet_NaN(), inf = std::numeric_limits<float>::infinity();
    const Snapshot a = of_values({"x", "y"}, {3, 4, nan, nan, 0.0f, 1});
    const Snapshot b = of_values({"x", "y"}, {3, 1, nan, 2, -0.0f, inf});
    const auto d = stage_distances(a, b, match_tokens(a, b)).front();
    QCOMPARE(d.cells, 6);
    QCOMPARE(d.differing, 3); // 4 → 1, NaN → 2, 1 → Inf
    QCOMPARE(d.nonfinite_a, 2);
    QCOMPARE(d.nonfinite_b, 2);
    QCOMPARE(d.max_abs, 3.0);
    QCOMPARE(d.pair, 0);
    QCOMPARE(d.unit, 1);
    QCOMPARE(d.mean_abs, 1.0);
    QCOMPARE(d.relative_l2, 3.0 / 5);
    QCOMPARE(d.cosine, 13 / (5 * std::sqrt(10.0)));
}

void TestComparison::agreesWithEigen() {
    FeedForwardConfig config;
    config.d_model = 16, config.d_ff = 40;
    const auto model = random_model(config);
    Edits edits;
    edits.scaled[3] = 4;
    const auto a = random_pass(model, {9}), b = random_pass(model, {9}, edits);
    for (const StageDistance& d : stage_distances(*a, *b, match_tokens(*a, *b))) {
        const Eigen::MatrixXd x = a->stage(d.stage).matrix().cast<double>(),
                              y = b->stage(d.stage).matrix().cast<double>();
        // Sums in double, in another order.
        QVERIFY(std::abs(d.max_abs - (y - x).cwiseAbs().maxCoeff()) < 1e-15);
        QVERIFY(std::abs(d.relative_l2 - (y - x).norm() / x.norm()) < 1e-13);
        QVERIFY(std::abs(d.cosine - x.cwiseProduct(y).sum() / (x.norm() * y.norm())) < 1e-13 ||
                std::isnan(d.cosine));
        QCOMPARE(d.differing, (x.array() != y.array()).count());
    }
}

void TestComparison::otherTextsAreAligned() {
    const Snapshot a = of_values({"the", "red", "fox"}, {1, 2, 3});
    const Snapshot b = of_values({"see", "the", "blue", "fox"}, {9, 1, 5, 3});
    const TokenMatch match = match_tokens(a, b);
    QCOMPARE(match.rows.size(), std::size_t(3));
    QCOMPARE(match.unmatched_a, 0);
    QCOMPARE(match.unmatched_b, 1);
    const auto d = difference_snapshot(a, b, match);
    QCOMPARE(d->stage(Stage::Hidden).at(match.rows[0].b_row, 0), 0.0f);
    QCOMPARE(d->stage(Stage::Hidden).at(match.rows[1].b_row, 0), 3.0f);
    const TokenMatch place = match_tokens(a, b, MatchRule::Place);
    QCOMPARE(place.rows.size(), std::size_t(3));
    QVERIFY(!place.rows[0].same);
    QCOMPARE(difference_snapshot(a, b, place)->stage(Stage::Hidden).at(0, 0), 8.0f);
}

void TestComparison::otherWidthsAreLeftOut() {
    FeedForwardConfig narrow, wide;
    narrow.d_model = wide.d_model = 8, narrow.d_ff = 10, wide.d_ff = 20;
    const auto a = random_pass(narrow, {3}), b = random_pass(wide, {3});
    for (const StageDistance& d : stage_distances(*a, *b, match_tokens(*a, *b)))
        QVERIFY(info(d.stage).width != StageWidth::Hidden);
}

void TestComparison::listsTheLargest() {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const Snapshot a = of_values({"x", "y"}, {0, 0, 0, 0, 0, 0});
    const Snapshot b = of_values({"x", "y"}, {1, -5, 0, nan, 5, 2});
    const auto all = largest_differences(a, b, match_tokens(a, b), Stage::Hidden, 4);
    QCOMPARE(all.size(), std::size_t(4));
    QVERIFY(std::isnan(all[0].b));
    QCOMPARE(all[1].difference, -5.0); // before 5, which stands behind it
    QCOMPARE(all[2].difference, 5.0);
    QCOMPARE(all[2].pair, 1);
    QCOMPARE(all[3].difference, 2.0);
}

static const ffn::test::Case<TestComparison> kCase;
#include "tst_comparison.moc"

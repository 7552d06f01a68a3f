#include "engine/analysis/unit_census.h"

#include "tests/engine/analysis/random_pass.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace ffn;
using namespace ffn::test;

class TestUnitCensus : public QObject {
    Q_OBJECT
  private slots:
    void kindsByHand();
    void rulesAreAdjustable();
    void agreesWithAPlainLoop_data();
    void agreesWithAPlainLoop();
    void nothingSeenIsOfNoKind();
    void oddValuesEnterNoSum();
    void tokensWithoutATextAreNoOneToken();
    void oneSequenceShowsNoPosition();
    void normsByHand();
};

namespace {

// Units: dead, always on, only on "the", only at position 0, rare, other.
Snapshot six_kinds() {
    Snapshot s;
    auto tokens = std::make_shared<TokenBatch>();
    for (int r = 0; r < 10; ++r)
        tokens->rows.push_back(r % 2 ? words({"the", "cat", "sat", "the", "mat"})
                                     : words({"a", "dog", "ran", "far", "off"}));
    s.tokens = tokens;
    Tensor hidden(Shape{10, 5, 6});
    for (std::int64_t r = 0; r < 50; ++r) {
        const auto row = hidden.row(r);
        const auto& token = tokens->rows[std::size_t(r / 5)][std::size_t(r % 5)].text;
        row[1] = 1;
        row[2] = token == "the" ? 2.0f : 0.0f;
        row[3] = r % 5 == 0 ? 3.0f : 0.0f;
        row[4] = r == 7 ? 4.0f : 0.0f;
        row[5] = r % 3 == 0 ? float(r) : 0.0f;
    }
    keep(s, Stage::Hidden, std::move(hidden));
    return s;
}

std::vector<UnitKind> kinds(const UnitCensus& census) {
    std::vector<UnitKind> all;
    for (const UnitRecord& u : census.units)
        all.push_back(u.kind);
    return all;
}

} // namespace

void TestUnitCensus::kindsByHand() {
    UnitRules rules;
    rules.rare = 0.02; // one token of fifty
    const UnitCensus census = unit_census(six_kinds(), 0, rules);
    using enum UnitKind;
    QVERIFY(kinds(census) == (std::vector<UnitKind>{DeadSoFar, AlwaysOn, OneToken, Position, Rare, Other}));
    QVERIFY(census.kinds == (std::array<std::int64_t, kUnitKinds>{1, 1, 1, 1, 1, 1}));
    QCOMPARE(census.tokens_seen, 50);
    const UnitRecord& the = census.units[2];
    QCOMPARE(the.main_token, std::string("the"));
    QCOMPARE(the.main_share, 1.0);
    QCOMPARE(the.active, 10);
    QCOMPARE(the.active_fraction, 0.2);
    QCOMPARE(the.mean, 0.4);
    QCOMPARE(the.first_position, 0);
    QCOMPARE(the.last_position, 3);
    QCOMPARE(census.units[3].last_position, 0);
    QCOMPARE(census.units[0].first_position, -1);
    QCOMPARE(census.units[4].top.size(), std::size_t(1));
    QCOMPARE(census.units[4].top[0].token, std::string("sat"));
    QCOMPARE(census.units[4].top[0].before, std::string("the cat"));
    QCOMPARE(census.units[4].top[0].after, std::string("the mat"));
    QCOMPARE(census.units[5].top[0].value, 48.0f);
    QCOMPARE(census.units[5].top[0].sequence, 9);
    QCOMPARE(census.units[5].top[0].position, 3);
}

void TestUnitCensus::rulesAreAdjustable() {
    using enum UnitKind;
    UnitRules rules;
    rules.evidence = 11; // neither "the" (10 times) nor position 0 (10 times) is enough now
    QVERIFY(kinds(unit_census(six_kinds(), 0, rules)) ==
            (std::vector<UnitKind>{DeadSoFar, AlwaysOn, Other, Other, Other, Other}));
    rules = {};
    rules.always_on = 0.3;
    QVERIFY(unit_census(six_kinds(), 0, rules).units[5].kind == AlwaysOn);
    QVERIFY(unit_census(six_kinds(), 1).units[1].kind == DeadSoFar); // |1| is not above 1
}

void TestUnitCensus::agreesWithAPlainLoop_data() {
    QTest::addColumn<int>("d_ff");
    QTest::addColumn<std::size_t>("first");
    QTest::addColumn<std::size_t>("second");
    QTest::newRow("one token") << 150 << std::size_t(1) << std::size_t(0);
    QTest::newRow("one unit") << 1 << std::size_t(20) << std::size_t(3);
    QTest::newRow("padding, several blocks of units") << 150 << std::size_t(70) << std::size_t(30);
}

void TestUnitCensus::agreesWithAPlainLoop() {
    QFETCH(int, d_ff);
    QFETCH(std::size_t, first);
    QFETCH(std::size_t, second);
    FeedForwardConfig config;
    config.d_model = 8, config.d_ff = d_ff;
    const auto s = random_pass(config, {first, second});
    ThreadPool pool(3);
    const UnitCensus census = unit_census(*s, 0, {}, &pool);
    const Tensor& hidden = s->stage(Stage::Hidden);
    for (std::int64_t u = 0; u < d_ff; ++u) {
        std::int64_t active = 0;
        double sum = 0;
        float top = 0;
        for (std::int64_t b = 0; b < 2; ++b)
            for (std::int64_t p = 0; p < s->tokens->length(b); ++p) {
                const float v = hidden.at(b * hidden.shape().len + p, u);
                active += v != 0, sum += v, top = std::max(top, v);
            }
        const UnitRecord& record = census.units[std::size_t(u)];
        QCOMPARE(record.active, active);
        QCOMPARE(record.max, top);
        QCOMPARE(record.top.empty() ? 0.0f : record.top[0].value, top);
        // The plain sum rounds in double, a hundred values at most.
        QVERIFY(std::abs(record.mean - sum / double(first + second)) < 1e-14);
    }
}

void TestUnitCensus::nothingSeenIsOfNoKind() {
    Snapshot s;
    s.tokens = batch({0});
    keep(s, Stage::Hidden, Tensor(Shape{1, 0, 2}));
    const UnitCensus census = unit_census(s);
    QVERIFY(kinds(census) == (std::vector<UnitKind>{UnitKind::Other, UnitKind::Other}));
    QVERIFY(std::isnan(census.units[0].active_fraction));
    QVERIFY(std::isnan(census.units[0].max));
}

void TestUnitCensus::oddValuesEnterNoSum() {
    Snapshot s;
    s.tokens = batch({3});
    const float nan = std::numeric_limits<float>::quiet_NaN(), inf = std::numeric_limits<float>::infinity();
    keep(s, Stage::Hidden, tensor({1, 3, 2}, {nan, -1, 3, -0.0f, inf, 0}));
    const UnitCensus census = unit_census(s);
    QCOMPARE(census.units[0].active, 3);
    QCOMPARE(census.units[0].nonfinite, 2);
    QCOMPARE(census.units[0].mean, 3.0);
    QCOMPARE(census.units[0].max, 3.0f);
    QCOMPARE(census.units[0].top.size(), std::size_t(2)); // NaN has no rank
    QCOMPARE(census.units[0].top[0].value, inf);
    QCOMPARE(census.units[1].min, -1.0f);
    QCOMPARE(census.units[1].active, 1);
}

// Hidden states from a file have no texts: their tokens are not one and the same.
void TestUnitCensus::tokensWithoutATextAreNoOneToken() {
    Snapshot s;
    auto tokens = std::make_shared<TokenBatch>();
    tokens->rows.emplace_back(6); // neither text nor id
    s.tokens = tokens;
    keep(s, Stage::Hidden, tensor({1, 6, 1}, {0, 1, 0, 2, 0, 3}));
    QVERIFY(unit_census(s).units[0].kind != UnitKind::OneToken);
    QVERIFY(unit_census(s).units[0].main_token.empty());
    auto ids = std::make_shared<TokenBatch>();
    ids->rows.emplace_back();
    for (const std::int64_t id : {4, 7, 5, 7, 6, 7})
        ids->rows[0].push_back({.text = "", .id = id});
    s.tokens = ids;
    QCOMPARE(unit_census(s).units[0].main_token, std::string("#7"));
    QVERIFY(unit_census(s).units[0].kind == UnitKind::OneToken);
}

void TestUnitCensus::oneSequenceShowsNoPosition() {
    Snapshot s;
    auto tokens = std::make_shared<TokenBatch>();
    tokens->rows.push_back(words({"a", "b", "c", "d", "e", "f"}));
    s.tokens = tokens;
    keep(s, Stage::Hidden, tensor({1, 6, 1}, {0, 1, 2, 0, 0, 0})); // twice, side by side
    QVERIFY(unit_census(s).units[0].kind == UnitKind::Other);
    UnitRules rules;
    rules.window_repeats = 1;
    QVERIFY(unit_census(s, 0, rules).units[0].kind == UnitKind::Position);
}

void TestUnitCensus::normsByHand() {
    FeedForward model;
    model.up = tensor({1, 2, 2}, {3, 4, 0, 0});
    model.down = tensor({1, 2, 2}, {5, 1, 12, 0});
    const UnitNorms norms = unit_norms(model);
    QCOMPARE(norms.input, (std::vector<double>{5, 0}));
    QCOMPARE(norms.output, (std::vector<double>{13, 1}));
    QVERIFY(norms.gate.empty());
}

static const ffn::test::Case<TestUnitCensus> kCase;
#include "tst_unit_census.moc"

#include "engine/analysis/update_writers.h"

#include "engine/analysis/waterfall.h"
#include "tests/engine/analysis/random_pass.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace ffn;
using namespace ffn::test;

class TestUpdateWriters : public QObject {
    Q_OBJECT
  private slots:
    void byHand();
    void alongAddsUpToTheLength_data();
    void alongAddsUpToTheLength();
    void aZeroUpdateHasNoDirection();
    void waterfallRunsFromInputToOutput_data();
    void waterfallRunsFromInputToOutput();
    void waterfallNeedsItsStages();
};

void TestUpdateWriters::byHand() {
    Snapshot s;
    auto model = std::make_shared<FeedForward>();
    model->down = tensor({1, 2, 3}, {3, 0, 1, 4, 1, 0}); // columns (3, 4), (0, 1), (1, 0)
    model->down_bias = tensor({1, 1, 2}, {0, -6});
    s.model = model, s.tokens = batch({1});
    keep(s, Stage::Hidden, tensor({1, 1, 3}, {2, 1, -2}));
    keep(s, Stage::Projection, tensor({1, 1, 2}, {4, 3})); // 2·(3, 4) + (0, 1) − 2·(1, 0) + (0, −6)
    const UpdateWriters w = update_writers(s, 0, 2);
    QCOMPARE(w.update_norm, 5.0);
    QCOMPARE(w.units[0].unit, 0);
    QCOMPARE(w.units[0].column_norm, 5.0);
    QCOMPARE(w.units[0].contribution, 10.0);
    QCOMPARE(w.units[0].along, 2 * 24.0 / 5);
    QCOMPARE(w.units[1].unit, 2);
    QCOMPARE(w.units[1].along, -2 * 4.0 / 5); // it writes against the update
    QCOMPARE(w.rest_along, 3.0 / 5);
    QCOMPARE(w.bias_along, -18.0 / 5);
}

void TestUpdateWriters::alongAddsUpToTheLength_data() {
    QTest::addColumn<int>("order");
    QTest::addColumn<std::size_t>("count");
    QTest::addColumn<bool>("second");
    QTest::newRow("along, few") << int(WriterOrder::Along) << std::size_t(3) << false;
    QTest::newRow("contribution, few") << int(WriterOrder::Contribution) << std::size_t(3) << false;
    QTest::newRow("more than there are") << int(WriterOrder::Along) << std::size_t(1000) << false;
    QTest::newRow("none") << int(WriterOrder::Along) << std::size_t(0) << false;
    QTest::newRow("with a second norm") << int(WriterOrder::Along) << std::size_t(3) << true;
}

void TestUpdateWriters::alongAddsUpToTheLength() {
    QFETCH(int, order);
    QFETCH(std::size_t, count);
    QFETCH(bool, second);
    FeedForwardConfig config;
    config.d_model = 12, config.d_ff = 70, config.second_norm = second;
    const auto s = random_pass(config, {4});
    for (std::int64_t row = 0; row < 4; ++row) {
        const UpdateWriters w = update_writers(*s, row, count, WriterOrder(order));
        double sum = w.bias_along + w.rest_along;
        double last = std::numeric_limits<double>::infinity();
        for (const UnitWrite& u : w.units) {
            sum += u.along;
            const double size = order == int(WriterOrder::Along) ? std::abs(u.along) : u.contribution;
            QVERIFY(size <= last);
            last = size;
        }
        const auto added = s->stage(second ? Stage::Update : Stage::Projection).matrix().row(row);
        QVERIFY(std::abs(w.update_norm - added.cast<double>().norm()) < 1e-12);
        // f itself was rounded to float32 in sums of 70: a few 10⁻⁶ of values near 1.
        QVERIFY(std::abs(sum - w.update_norm) < 1e-5);
        QCOMPARE(w.units.size(), std::min(count, std::size_t(70)));
    }
}

void TestUpdateWriters::aZeroUpdateHasNoDirection() {
    Snapshot s;
    auto model = std::make_shared<FeedForward>();
    model->down = tensor({1, 1, 2}, {1, 2});
    s.model = model, s.tokens = batch({1});
    keep(s, Stage::Hidden, tensor({1, 1, 2}, {0, 0}));
    keep(s, Stage::Projection, tensor({1, 1, 1}, {0}));
    const UpdateWriters w = update_writers(s, 0, 5);
    QCOMPARE(w.update_norm, 0.0);
    QVERIFY(std::isnan(w.units[0].along));
    QCOMPARE(w.units[0].contribution, 0.0);
}

void TestUpdateWriters::waterfallRunsFromInputToOutput_data() {
    QTest::addColumn<int>("placement");
    QTest::addColumn<int>("norm");
    QTest::addColumn<bool>("second");
    QTest::newRow("post LayerNorm") << int(NormPlacement::Post) << int(Norm::LayerNorm) << false;
    QTest::newRow("post StdNorm") << int(NormPlacement::Post) << int(Norm::StdNorm) << false;
    QTest::newRow("post RMSNorm") << int(NormPlacement::Post) << int(Norm::RmsNorm) << false;
    QTest::newRow("pre LayerNorm") << int(NormPlacement::Pre) << int(Norm::LayerNorm) << false;
    QTest::newRow("second RMSNorm") << int(NormPlacement::Pre) << int(Norm::RmsNorm) << true;
    QTest::newRow("second LayerNorm") << int(NormPlacement::Pre) << int(Norm::LayerNorm) << true;
}

void TestUpdateWriters::waterfallRunsFromInputToOutput() {
    QFETCH(int, placement);
    QFETCH(int, norm);
    QFETCH(bool, second);
    using Kind = WaterfallStep::Kind;
    FeedForwardConfig config;
    config.d_model = 12, config.d_ff = 70;
    config.placement = NormPlacement(placement), config.norm = Norm(norm), config.second_norm = second;
    const auto s = random_pass(config, {4});
    for (std::int64_t d = 0; d < 12; ++d) {
        const auto steps = waterfall(*s, 2, d, 5);
        QVERIFY(steps);
        double total = 0;
        int units = 0;
        for (const WaterfallStep& step : *steps) {
            units += step.kind == Kind::Unit;
            if (step.kind == Kind::Sum || step.kind == Kind::Output) {
                const Stage stage = step.kind == Kind::Sum ? Stage::ResidualSum : Stage::Output;
                QCOMPARE(step.total, double(s->stage(stage).at(2, d)));
                // What was added so far differs by the rounding of float32 sums of 70 products near 1.
                QVERIFY(std::abs(total - step.total) < 1e-5);
                total = step.total;
                continue;
            }
            total += step.change;
            QCOMPARE(step.total, total);
        }
        QCOMPARE(units, 5);
        QVERIFY(steps->front().kind == Kind::Input);
        QVERIFY(steps->back().kind == (config.placement == NormPlacement::Post ? Kind::Output : Kind::Sum));
    }
}

void TestUpdateWriters::waterfallNeedsItsStages() {
    FeedForwardConfig config;
    config.d_model = 4, config.d_ff = 8;
    const auto s = random_pass(config, {2, 1});
    QVERIFY(!waterfall(*s, 3, 0)); // padding
    Snapshot less = *s;
    less.kept[std::size_t(Stage::Hidden)] = nullptr;
    QVERIFY(!waterfall(less, 0, 0));
}

static const ffn::test::Case<TestUpdateWriters> kCase;
#include "tst_update_writers.moc"

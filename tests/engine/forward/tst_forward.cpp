#include "engine/core/error.h"
#include "engine/forward/block_pass.h"
#include "engine/forward/forward.h"
#include "tests/engine/forward/naive_forward.h"
#include "tests/test_case.h"

#include <QTest>

#include <bit>
#include <cmath>
#include <random>

namespace ffn {

using test::naive_forward;
using test::NaiveRow;
using test::random_block;

namespace {

std::shared_ptr<TokenBatch> batch_of(std::vector<std::int64_t> lengths) {
    auto batch = std::make_shared<TokenBatch>();
    for (const std::int64_t n : lengths)
        batch->rows.emplace_back(std::size_t(n), Token{"t", 0, 0, 1});
    return batch;
}

std::shared_ptr<Tensor> states_for(const TokenBatch& tokens, std::int64_t d_model, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    auto states = std::make_shared<Tensor>(Shape{tokens.batch(), tokens.len(), d_model});
    for (std::int64_t r = 0; r < states->rows(); ++r)
        if (!tokens.is_padding(r / tokens.len(), r % tokens.len()))
            for (float& x : states->row(r))
                x = normal(random);
    return states;
}

/// The largest |difference| allowed in one cell. Products: K terms, each rounding at most 2⁻²⁴ of its
/// magnitude, in whatever order they are added. Elsewhere 1e-5 of the row's largest value, for float32 steps
/// after the products.
double tolerance(const NaiveRow& row, Stage stage, std::size_t unit, double k, double row_max) {
    const double expected = std::abs(row.stage[std::size_t(stage)][unit]);
    const auto product = [&](const std::vector<double>& abs) {
        return 0x1p-24 * k * abs[unit] + 1e-6 * expected;
    };
    if (stage == Stage::PreActivation) return product(row.abs_pre_activation);
    if (stage == Stage::GatePreActivation) return product(row.abs_gate);
    if (stage == Stage::Projection) return product(row.abs_projection) + 1e-6 * row_max;
    return 1e-5 * row_max;
}

void compare(const Snapshot& s, Stage stage, std::int64_t r, const NaiveRow& expected, bool& ok) {
    const std::vector<double>& row = expected.stage[std::size_t(stage)];
    // A mean may come out near zero; its error is that of the values it is the mean of.
    const Stage scale = stage != Stage::NormMean ? stage
                        : is_pre_norm(s.config)  ? Stage::Input
                                                 : Stage::ResidualSum;
    double row_max = 0;
    for (const double v : expected.stage[std::size_t(scale)])
        row_max = std::max(row_max, std::abs(v));
    const double k = double(stage == Stage::Projection ? s.config.d_ff : s.config.d_model) + 1;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const double got = double(s.stage(stage).at(r, std::int64_t(i)));
        if (std::abs(got - row[i]) <= tolerance(expected, stage, i, k, row_max)) continue;
        ok = false;
        qWarning("%s[%d, %d] is %.9g, expected %.9g", std::string(name(stage)).c_str(), int(r), int(i), got,
                 row[i]);
    }
}

bool equals_naive(const Snapshot& s, const Tensor& states) {
    bool ok = true;
    for (std::int64_t r = 0; r < states.rows(); ++r) {
        if (s.tokens->is_padding(r / states.shape().len, r % states.shape().len)) continue;
        const NaiveRow expected = naive_forward(*s.model, states.row(r), s.edits);
        for (const Stage stage : stages_of(s.config))
            compare(s, stage, r, expected, ok);
    }
    return ok;
}

bool same_bits(std::span<const float> a, std::span<const float> b) {
    return std::ranges::equal(a, b, [](float x, float y) {
        return std::bit_cast<std::uint32_t>(x) == std::bit_cast<std::uint32_t>(y);
    });
}

WeightMatrix as_bfloat16(const WeightMatrix& w) {
    const auto codes = std::make_shared<std::uint16_t[]>(std::size_t(w.size()));
    for (std::int64_t i = 0; i < w.size(); ++i)
        codes[std::size_t(i)] = std::uint16_t(std::bit_cast<std::uint32_t>(w.tensor().data()[i]) >> 16);
    return {ElementType::BF16, w.rows(), w.dim(), codes};
}

} // namespace

class TestForward : public QObject {
    Q_OBJECT
  private slots:
    void everyStageEqualsPlainLoops_data();
    void everyStageEqualsPlainLoops();
    void editsEqualPlainLoops();
    void largeWeightsArePackedAnewEachPass_data();
    void largeWeightsArePackedAnewEachPass();
    void zerosAreLeftOutAndReported();
    void nanInOneTokenLeavesTheOthersToTheBit();
    void paddingIsZeroAndCountsInNoStatistic();
    void summariesEqualTheStages();
    void askingForFewStagesKeepsOnlyThose();
    void whatDoesNotFitIsRefused();
    void memoryIsCheckedBeforeAllocating();
    void stopEndsThePass();
    void progressCountsToTheEnd();
};

void TestForward::everyStageEqualsPlainLoops_data() {
    QTest::addColumn<int>("activation");
    QTest::addColumn<int>("norm");
    QTest::addColumn<bool>("pre");
    QTest::addColumn<bool>("gated");
    QTest::addColumn<QList<qint64>>("lengths");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("threads");
    QTest::addColumn<bool>("second");
    const auto row = [](const char* what, Activation a, Norm n, bool pre, bool gated, QList<qint64> lengths,
                        QSize size, int threads, bool second = false) {
        QTest::addRow("%s", what) << int(a) << int(n) << pre << gated << lengths << size << threads << second;
    };
    using enum Activation;
    row("tutorial", Relu, Norm::LayerNorm, false, false, {5, 5}, {16, 64}, 1);
    row("one token, one unit wide", Relu, Norm::LayerNorm, false, false, {1}, {1, 1}, 2);
    row("odd sizes, many threads", Relu, Norm::LayerNorm, false, false, {7, 7, 7}, {37, 101}, 5);
    row("few tokens share columns", Relu, Norm::LayerNorm, false, false, {10}, {48, 200}, 3);
    row("many blocks of rows", Relu, Norm::LayerNorm, false, false, {300}, {24, 40}, 2);
    row("ragged batch", Relu, Norm::LayerNorm, false, false, {3, 9, 1}, {16, 64}, 2);
    row("GPT-2", GeluTanh, Norm::LayerNorm, true, false, {6}, {24, 96}, 2);
    row("BERT", Gelu, Norm::LayerNorm, false, false, {6}, {24, 96}, 2);
    row("LLaMA", Silu, Norm::RmsNorm, true, true, {6}, {24, 96}, 2);
    row("T5 v1.1", GeluTanh, Norm::RmsNorm, true, true, {4, 2}, {24, 96}, 2);
    row("squared", ReluSquared, Norm::RmsNorm, true, false, {6}, {24, 96}, 2);
    row("quick", QuickGelu, Norm::LayerNorm, true, false, {6}, {24, 96}, 2);
    row("Annotated Transformer", Relu, Norm::StdNorm, true, false, {6}, {24, 96}, 2);
    row("std norm after", Relu, Norm::StdNorm, false, false, {6, 3}, {24, 96}, 2);
    row("Gemma 2", GeluTanh, Norm::RmsNorm, true, true, {6, 3}, {24, 96}, 2, true);
    row("norms before and after, with biases", Relu, Norm::LayerNorm, true, false, {300}, {24, 96}, 2, true);
    row("norms of the projection and of the sum", Relu, Norm::StdNorm, false, false, {6}, {24, 96}, 1, true);
    row("no norm", Relu, Norm::None, false, false, {6}, {24, 96}, 2);
}

void TestForward::everyStageEqualsPlainLoops() {
    QFETCH(int, activation);
    QFETCH(int, norm);
    QFETCH(bool, pre);
    QFETCH(bool, gated);
    QFETCH(QList<qint64>, lengths);
    QFETCH(QSize, size);
    QFETCH(int, threads);
    QFETCH(bool, second);
    FeedForwardConfig config{size.width(),
                             size.height(),
                             Activation(activation),
                             Norm(norm),
                             pre ? NormPlacement::Pre : NormPlacement::Post,
                             1e-5,
                             gated,
                             second};
    const auto tokens = batch_of({lengths.begin(), lengths.end()});
    const auto states = states_for(*tokens, config.d_model, 11);
    ForwardOptions options;
    options.threads = threads;
    const auto snapshot = forward(random_block(config, 3), tokens, states, {}, options);
    QVERIFY(equals_naive(*snapshot, *states));
}

void TestForward::editsEqualPlainLoops() {
    const FeedForwardConfig config{16, 64};
    const auto tokens = batch_of({6});
    const auto states = states_for(*tokens, 16, 5);
    Edits edits;
    edits.ablated = {0, 5, 63};
    edits.scaled = {{7, 2.5f}, {5, 3.0f}};
    edits.clamped = {{9, {0.5f, 0.75f}}, {10, {-1.5f, -1.5f}}};
    edits.threshold = 0.2f;
    const auto snapshot = forward(random_block(config, 4), tokens, states, edits);
    QVERIFY(equals_naive(*snapshot, *states));
    for (std::int64_t r = 0; r < 6; ++r)
        QCOMPARE(snapshot->stage(Stage::Hidden).at(r, 5), 0.0f);
}

void TestForward::largeWeightsArePackedAnewEachPass_data() {
    QTest::addColumn<QString>("backend");
    QTest::addColumn<int>("tokens");
    QTest::addColumn<bool>("half");
    for (const std::string& backend : available_backends())
        for (const int tokens : {2, 20})
            for (const bool half : {false, true})
                QTest::addRow("%s, %d tokens%s", backend.c_str(), tokens, half ? ", bfloat16" : "")
                    << QString::fromStdString(backend) << tokens << half;
}

void TestForward::largeWeightsArePackedAnewEachPass() {
    QFETCH(QString, backend);
    QFETCH(int, tokens);
    QFETCH(bool, half);
    const FeedForwardConfig config{1100, 5200}; // more than what stays packed
    const auto batch = batch_of({tokens});
    const auto states = states_for(*batch, config.d_model, 5);
    static const auto kBlock = random_block(config, 4);
    const auto model = with_config(*kBlock, config);
    model->cache = std::make_shared<WeightCache>();
    if (half) {
        model->up = as_bfloat16(model->up);
        model->down = as_bfloat16(model->down);
    }
    ForwardOptions options;
    options.threads = 2;
    options.backend = backend.toStdString();
    const auto snapshot = forward(model, batch, states, {}, options);
    QCOMPARE(QString::fromStdString(snapshot->engine.backend), backend);
    const std::int64_t last = tokens - 1;
    const NaiveRow expected = naive_forward(*model, states->row(last), {});
    bool ok = true;
    for (const Stage stage : stages_of(config))
        compare(*snapshot, stage, last, expected, ok);
    QVERIFY(ok);
}

void TestForward::zerosAreLeftOutAndReported() {
    const FeedForwardConfig config{24, 200};
    const auto model = with_config(*random_block(config, 4), config);
    for (float& bias : model->up_bias.values())
        bias -= 1.5f; // about nine of ten hidden values become zero
    const auto tokens = batch_of({40});
    const auto states = states_for(*tokens, 24, 5);
    const auto sparse = forward(model, tokens, states);
    QVERIFY(equals_naive(*sparse, *states));
    QVERIFY(std::abs(sparse->engine.skipped - sparse->summary(Stage::Hidden).zero_fraction()) < 1e-12);
    QVERIFY(sparse->engine.skipped > 0.8);
    QCOMPARE(forward(random_block(config, 4), tokens, states)->engine.skipped,
             0.0); // half zero: not worth it
}

void TestForward::nanInOneTokenLeavesTheOthersToTheBit() {
    const auto model = random_block({32, 80}, 6);
    const auto tokens = batch_of({40});
    const auto states = states_for(*tokens, 32, 8);
    const auto clean = forward(model, tokens, states);
    const auto dirty_states = std::make_shared<Tensor>(states->clone());
    dirty_states->row(7)[3] = std::nanf("");
    const auto dirty = forward(model, tokens, dirty_states);
    for (const Stage s : stages_of(model->config))
        for (std::int64_t r = 0; r < 40; ++r)
            QCOMPARE(same_bits(clean->stage(s).row(r), dirty->stage(s).row(r)), r != 7);
    QVERIFY(std::isnan(dirty->stage(Stage::Hidden).at(7, 0))); // ReLU of NaN is NaN
    QCOMPARE(dirty->summary(Stage::Hidden).nan, 80);
}

void TestForward::paddingIsZeroAndCountsInNoStatistic() {
    const auto model = random_block({16, 64}, 9);
    const auto tokens = batch_of({5, 2});
    const auto states = states_for(*tokens, 16, 10);
    const auto snapshot = forward(model, tokens, states);
    for (const Stage s : stages_of(model->config)) {
        QCOMPARE(snapshot->summary(s).values, 7 * snapshot->shape(s).dim);
        for (std::int64_t r = 7; r < 10; ++r)
            for (const float x : snapshot->stage(s).row(r))
                QCOMPARE(x, 0.0f);
    }
}

void TestForward::summariesEqualTheStages() {
    const auto tokens = batch_of({200, 130});
    const auto states = states_for(*tokens, 16, 12);
    ForwardOptions options;
    options.threads = 2;
    const auto snapshot = forward(random_block({16, 64}, 9), tokens, states, {}, options);
    for (const Stage s : stages_of(snapshot->config)) {
        StageSummary again;
        for (std::int64_t r = 0; r < states->rows(); ++r)
            if (!tokens->is_padding(r / 200, r % 200)) again.add(snapshot->stage(s).row(r));
        const StageSummary& summary = snapshot->summary(s);
        QCOMPARE(summary.zeros, again.zeros);
        QCOMPARE(summary.min, again.min);
        QCOMPARE(summary.max, again.max);
        QVERIFY(std::abs(summary.mean - again.mean) < 1e-12); // only the order of merging differs
        QVERIFY(std::abs(summary.std() - again.std()) < 1e-12);
    }
}

void TestForward::askingForFewStagesKeepsOnlyThose() {
    const auto model = random_block({16, 64, Activation::Relu, Norm::LayerNorm, NormPlacement::Pre}, 9);
    const auto tokens = batch_of({9});
    const auto states = states_for(*tokens, 16, 10);
    ForwardOptions options;
    options.stages = {Stage::Output, Stage::NormMean};
    const auto few = forward(model, tokens, states, {}, options);
    const auto all = forward(model, tokens, states);
    for (const Stage s : stages_of(model->config)) {
        const bool asked = s == Stage::Output || s == Stage::NormMean;
        QCOMPARE(few->has(s), asked);
        QCOMPARE(few->summary(s).mean, all->summary(s).mean); // statistics of all stages all the same
        if (asked) QVERIFY(same_bits(few->stage(s).values(), all->stage(s).values()));
    }
}

void TestForward::whatDoesNotFitIsRefused() {
    const auto model = random_block({16, 64}, 9);
    const auto tokens = batch_of({4});
    const auto wrong = [&](std::shared_ptr<Tensor> states, Edits edits, ForwardOptions options) {
        try {
            forward(model, tokens, states, edits, options);
        } catch (const Error& e) {
            return QString::fromUtf8(e.what());
        }
        return QString("nothing was thrown");
    };
    const auto states = states_for(*tokens, 16, 1);
    QVERIFY(wrong(states_for(*tokens, 15, 1), {}, {}).contains("15 values a token"));
    QVERIFY(wrong(states_for(*batch_of({3}), 16, 1), {}, {}).contains("1 × 3 rows"));
    Edits edits;
    edits.ablated = {64};
    QVERIFY(wrong(states, edits, {}).contains("no hidden unit 64"));
    ForwardOptions options;
    options.backend = "abacus";
    QVERIFY(wrong(states, {}, options).contains("eigen"));
    options = {};
    options.stages = {Stage::Gate};
    QVERIFY(wrong(states, {}, options).contains("no stage \"gate\""));
}

void TestForward::memoryIsCheckedBeforeAllocating() {
    const auto model = random_block({16, 64}, 9);
    const auto tokens = batch_of({1000});
    const auto states = states_for(*tokens, 16, 1);
    ForwardOptions options;
    options.threads = 1;
    const std::uint64_t needed = forward_bytes(model->config, 1000, stages_of(model->config), 1);
    // pre_activation and hidden of 64, four of 16, three of 1, for 1000 tokens; a sum for each of ten stages;
    // three packed matrices, the second one also turned
    const std::uint64_t values = 1000 * (2 * 64 + 4 * 16 + 3), sums = 1000 * 10, packed = 3 * 16 * 64;
    QCOMPARE(needed, 4 * values + sizeof(StageSummary) * sums + 4 * packed);
    options.memory_limit = needed - 1;
    QVERIFY_THROWS_EXCEPTION(Error, forward(model, tokens, states, {}, options));
    options.memory_limit = needed;
    QVERIFY(forward(model, tokens, states, {}, options));
}

void TestForward::stopEndsThePass() {
    const auto model = random_block({16, 64}, 9);
    for (const std::int64_t length : {4, 2000}) {
        const auto tokens = batch_of({length});
        const auto states = states_for(*tokens, 16, 1);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Stopped, forward(model, tokens, states, {}, {}, {{}, stop.get_token()}));
    }
}

void TestForward::progressCountsToTheEnd() {
    const auto tokens = batch_of({1000});
    std::vector<std::int64_t> seen;
    std::int64_t all = 0;
    const Progress progress{[&](std::int64_t done, std::int64_t total) {
                                seen.push_back(done);
                                all = total;
                            },
                            {}};
    forward(random_block({16, 64}, 9), tokens, states_for(*tokens, 16, 1), {}, {}, progress);
    QVERIFY(seen.size() > 1);
    for (std::size_t i = 0; i < seen.size(); ++i)
        QCOMPARE(seen[i], std::int64_t(i) + 1);
    QCOMPARE(seen.back(), all);
}

static const test::Case<TestForward> kCase;

} // namespace ffn

#include "tst_forward.moc"

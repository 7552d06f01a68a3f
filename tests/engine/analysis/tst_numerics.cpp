#include "engine/analysis/numerics.h"

#include "engine/analysis/double_pass.h"
#include "engine/analysis/nonfinite_trace.h"
#include "engine/forward/activation.h"
#include "tests/engine/analysis/random_pass.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace ffn;
using namespace ffn::test;

class TestNumerics : public QObject {
    Q_OBJECT
  private slots:
    void doublePassAgreesWithPlainLoops_data();
    void doublePassAgreesWithPlainLoops();
    void editsAreThoseOfTheFloat32Pass();
    void lossIsThatOfFloat32();
    void findsTheCellThatWasSpoiled();
    void tracesNanToItsCause_data();
    void tracesNanToItsCause();
    void cleanStagesHaveNoOrigin();
    void stopsWhenAsked();
};

void TestNumerics::doublePassAgreesWithPlainLoops_data() {
    QTest::addColumn<int>("placement");
    QTest::addColumn<int>("norm");
    QTest::addColumn<int>("activation");
    QTest::addColumn<bool>("gated");
    QTest::addColumn<bool>("second");
    QTest::newRow("post LayerNorm ReLU")
        << int(NormPlacement::Post) << int(Norm::LayerNorm) << int(Activation::Relu) << false << false;
    QTest::newRow("pre RMSNorm gated SiLU")
        << int(NormPlacement::Pre) << int(Norm::RmsNorm) << int(Activation::Silu) << true << false;
    QTest::newRow("second RMSNorm gated GELU")
        << int(NormPlacement::Pre) << int(Norm::RmsNorm) << int(Activation::GeluTanh) << true << true;
    QTest::newRow("pre StdNorm ReLU")
        << int(NormPlacement::Pre) << int(Norm::StdNorm) << int(Activation::Relu) << false << false;
    QTest::newRow("none GELU") << int(NormPlacement::Post) << int(Norm::None) << int(Activation::Gelu)
                               << false << false;
}

void TestNumerics::doublePassAgreesWithPlainLoops() {
    QFETCH(int, placement);
    QFETCH(int, norm);
    QFETCH(int, activation);
    QFETCH(bool, gated);
    QFETCH(bool, second);
    FeedForwardConfig config;
    config.d_model = 9, config.d_ff = 140, config.second_norm = second; // more than one cast of weights
    config.placement = NormPlacement(placement), config.norm = Norm(norm);
    config.activation = Activation(activation), config.gated = gated;
    Edits edits;
    edits.scaled[2] = 3, edits.ablated.insert(5);
    const auto s = random_pass(config, {4}, edits);
    const FeedForward& m = *s->model;
    const DoubleRows rows = double_pass(*s, 1, 2);
    const bool pre = config.placement == NormPlacement::Pre;
    for (std::int64_t r = 0; r < 2; ++r) {
        std::vector<double> x;
        for (const float v : s->stage(Stage::Input).row(r + 1))
            x.push_back(v);
        const auto normed = [&](std::vector<double> y, const Tensor& gain, const Tensor& bias) {
            if (config.norm == Norm::None) return y;
            double mean = 0, variance = 0;
            for (const double v : y)
                mean += config.norm == Norm::RmsNorm ? 0 : v / 9;
            const bool unbiased = config.norm == Norm::StdNorm;
            for (const double v : y)
                variance += (v - mean) * (v - mean) / (unbiased ? 8 : 9);
            const double by = unbiased ? std::sqrt(variance) + config.eps : std::sqrt(variance + config.eps);
            for (std::size_t i = 0; i < y.size(); ++i) {
                y[i] = (y[i] - mean) / by * gain.values()[i];
                if (bias.size()) y[i] += bias.values()[i];
            }
            return y;
        };
        const auto times = [&](const Tensor& w, const Tensor& b, const std::vector<double>& in) {
            std::vector<double> out;
            for (std::int64_t j = 0; j < w.rows(); ++j) {
                double sum = b.size() ? b.values()[std::size_t(j)] : 0;
                for (std::size_t i = 0; i < in.size(); ++i)
                    sum += in[i] * w.at(j, std::int64_t(i));
                out.push_back(sum);
            }
            return out;
        };
        const std::vector<double> entering = pre ? normed(x, m.norm_gain, m.norm_bias) : x;
        std::vector<double> hidden = times(m.up.tensor(), m.up_bias, entering);
        const std::vector<double> gate = gated ? times(m.gate.tensor(), m.gate_bias, entering) : hidden;
        for (std::size_t j = 0; j < hidden.size(); ++j)
            hidden[j] = activate(config.activation, gate[j]) * (gated ? hidden[j] : 1);
        hidden[2] *= 3, hidden[5] = 0;
        std::vector<double> sum = times(m.down.tensor(), m.down_bias, hidden);
        if (second) sum = normed(sum, m.second_gain, m.second_bias);
        for (std::size_t i = 0; i < sum.size(); ++i)
            sum[i] += x[i];
        const std::vector<double> output = pre ? sum : normed(sum, m.norm_gain, m.norm_bias);
        for (std::int64_t j = 0; j < 140; ++j) // sums in another order: some 10⁻¹⁶
            QVERIFY(std::abs(rows.stage(Stage::Hidden)(r, j) - hidden[std::size_t(j)]) < 1e-13);
        for (std::int64_t i = 0; i < 9; ++i)
            QVERIFY(std::abs(rows.stage(Stage::Output)(r, i) - output[std::size_t(i)]) < 1e-12);
    }
}

void TestNumerics::editsAreThoseOfTheFloat32Pass() {
    FeedForwardConfig config;
    config.d_model = 9, config.d_ff = 16;
    Edits edits;
    edits.threshold = 0.5f;
    edits.scaled = {{1, 3.0f}, {3, -2.0f}};
    edits.clamped = {{2, {5.0f, 5.0f}}, {3, {-0.25f, 0.75f}}, {4, {0.0f, 0.125f}}};
    edits.ablated = {6};
    const auto s = random_pass(config, {4}, edits);
    const DoubleRows rows = double_pass(*s, 0, 4);
    const DoubleMatrix& hidden = rows.stages[std::size_t(Stage::Hidden)];
    // Sums of nine products of numbers near 1, times 3 at most: rounded by less than 3 · 9 · 2⁻²⁴ of their
    // size.
    for (std::int64_t r = 0; r < 4; ++r)
        for (std::int64_t u = 0; u < 16; ++u)
            QVERIFY2(std::abs(hidden(r, u) - double(s->stage(Stage::Hidden).at(r, u))) < 1e-5,
                     qPrintable(QString("row %1, unit %2").arg(r).arg(u)));
    QCOMPARE(hidden(0, 2), 5.0);
}

void TestNumerics::lossIsThatOfFloat32() {
    FeedForwardConfig config;
    config.d_model = 64, config.d_ff = 128;
    const auto s = random_pass(config, {40, 7});
    ThreadPool pool(2);
    const auto losses = numerics(*s, &pool);
    QCOMPARE(losses.size(), stages_of(config).size() - 1);
    for (const StageLoss& l : losses) {
        QCOMPARE(l.nonfinite, 0);
        QCOMPARE(l.total.cells, 47 * s->stage(l.stage).dim());
        // Rounded at all, and not beyond 128 roundings of 2⁻²⁴ in one stage.
        QVERIFY(l.total.relative_l2 < 128 * 0x1p-24);
        QVERIFY(l.total.max_abs > 0);
        QVERIFY(l.local.relative_l2 <= l.total.relative_l2 * 1.5);
        const float kept = s->stage(l.stage).at(l.total.row, l.total.unit);
        const double exact = double_pass(*s, l.total.row, 1).stage(l.stage)(0, l.total.unit);
        // A pass of one row adds up in another order than one of many.
        QVERIFY(std::abs(std::abs(double(kept) - exact) - l.total.max_abs) < 1e-13);
    }
    const Tensor map = loss_tensor(*s, Stage::Projection, &pool);
    float largest = 0;
    for (const float v : map.values())
        largest = std::max(largest, std::abs(v));
    const auto& projection = *std::ranges::find(losses, Stage::Projection, &StageLoss::stage);
    QCOMPARE(largest, float(projection.total.max_abs));
    QCOMPARE(map.at(79, 3), 0.0f); // padding
}

void TestNumerics::findsTheCellThatWasSpoiled() {
    FeedForwardConfig config;
    config.d_model = 8, config.d_ff = 16;
    Snapshot s = *random_pass(config, {50});
    Tensor projection = s.stage(Stage::Projection).clone();
    projection.row(41)[3] += 1;
    keep(s, Stage::Projection, std::move(projection));
    const auto losses = numerics(s);
    for (const StageLoss& l : losses) {
        if (l.stage == Stage::Projection) {
            QCOMPARE(l.local.row, 41);
            QCOMPARE(l.local.unit, 3);
            QVERIFY(std::abs(l.local.max_abs - 1) < 1e-5);
        }
        if (l.stage == Stage::ResidualSum) // made of the sound projection, so not x + the spoiled one
            QVERIFY(std::abs(l.local.max_abs - 1) < 1e-5 && l.total.max_abs < 1e-5);
    }
}

void TestNumerics::tracesNanToItsCause_data() {
    QTest::addColumn<QString>("where");
    QTest::addColumn<int>("stage");
    QTest::addColumn<QString>("cause");
    QTest::newRow("input") << "input" << int(Stage::Input) << "the input holds it";
    QTest::newRow("weight") << "up" << int(Stage::PreActivation) << "the weight up[3, 2] is nan";
    QTest::newRow("bias") << "down_bias" << int(Stage::Projection) << "down_bias[4] is inf";
    QTest::newRow("overflow") << "huge" << int(Stage::PreActivation) << "too large for float32";
    QTest::newRow("edit") << "scale" << int(Stage::Hidden) << "scales the unit by inf";
    QTest::newRow("gain") << "gain" << int(Stage::Output) << "norm_gain[1] is nan";
    QTest::newRow("one value") << "one" << int(Stage::NormVariance) << "no unbiased variance";
    QTest::newRow("eps") << "eps" << int(Stage::NormRstd) << "both 0";
}

void TestNumerics::tracesNanToItsCause() {
    QFETCH(QString, where);
    QFETCH(int, stage);
    QFETCH(QString, cause);
    const float nan = std::numeric_limits<float>::quiet_NaN(), inf = std::numeric_limits<float>::infinity();
    FeedForwardConfig config;
    config.d_model = 6, config.d_ff = 10;
    if (where == "eps") config.eps = 0;
    if (where == "one") config.d_model = 1, config.norm = Norm::StdNorm;
    auto model = random_model(config);
    Edits edits;
    auto states = std::make_shared<Tensor>(random_normal({1, 3, config.d_model}, 5));
    if (where == "input") states->row(1)[2] = nan;
    Tensor up = model->up.tensor().clone();
    if (where == "up") up.row(3)[2] = nan;
    if (where == "down_bias") model->down_bias.values()[4] = inf;
    if (where == "huge") std::ranges::fill(states->row(1), 3e38f);
    if (where == "huge") std::ranges::fill(up.row(0), 3.0f);
    model->up = std::move(up);
    if (where == "scale") edits.scaled[std::int64_t(0)] = inf;
    if (where == "gain") model->norm_gain.values()[1] = nan;
    if (where == "eps") { // a residual sum of nothing but zeros
        model->down = Tensor(model->down.shape()), model->down_bias = {};
        std::ranges::fill(states->row(1), 0.0f);
    }
    const auto s = forward(model, batch({3}), states, edits);
    const NonFiniteTrace trace = trace_nonfinite(*s);
    QVERIFY(!trace.origins.empty());
    const auto at = std::ranges::find(trace.origins, 1, &NonFiniteOrigin::row);
    const NonFiniteOrigin& origin = at == trace.origins.end() ? trace.origins.front() : *at;
    QVERIFY2(int(origin.stage) == stage, std::string(name(origin.stage)).c_str());
    QVERIFY2(QString::fromStdString(origin.cause).contains(cause), origin.cause.c_str());
    QCOMPARE(trace.tokens, std::int64_t(trace.origins.size()));
    QCOMPARE(trace_nonfinite(*s, 0).origins.size(), std::size_t(0));
}

void TestNumerics::cleanStagesHaveNoOrigin() {
    FeedForwardConfig config;
    config.d_model = 6, config.d_ff = 10;
    const NonFiniteTrace trace = trace_nonfinite(*random_pass(config, {3}));
    QCOMPARE(trace.tokens, 0);
    QVERIFY(trace.origins.empty());
}

void TestNumerics::stopsWhenAsked() {
    FeedForwardConfig config;
    config.d_model = 6, config.d_ff = 10;
    const auto s = random_pass(config, {3});
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_EXCEPTION_THROWN(numerics(*s, nullptr, {{}, stop.get_token()}), Stopped);
}

static const ffn::test::Case<TestNumerics> kCase;
#include "tst_numerics.moc"

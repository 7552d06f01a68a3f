#include "engine/analysis/savings.h"

#include "engine/analysis/token_rows.h"
#include "tests/engine/analysis/random_pass.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace ffn;
using namespace ffn::test;

class TestSavings : public QObject {
    Q_OBJECT
  private slots:
    void agreesWithASecondPass_data();
    void agreesWithASecondPass();
    void zerosCostNothingNow();
    void ofEqualValuesTheFirstAreKept();
    void tokensWithNanHaveNoError();
    void nothingSeenIsNothingSaved();
    void pointsCoverTheRange();
    void stopsWhenAsked();
};

namespace {

// The plain way: drop, multiply, normalise, one token after another.
Matrix dropped(const Snapshot& s, KeepRule rule, double at, std::int64_t& kept) {
    Matrix h = s.stage(Stage::Hidden).matrix();
    kept = 0;
    for (Eigen::Index r = 0; r < h.rows(); ++r) {
        const Matrix row = h.row(r);
        for (Eigen::Index u = 0; u < h.cols(); ++u) {
            std::int64_t before = 0; // how many come before it
            for (Eigen::Index v = 0; v < h.cols(); ++v)
                before +=
                    std::abs(row(v)) > std::abs(row(u)) || (std::abs(row(v)) == std::abs(row(u)) && v < u);
            const bool keep = rule == KeepRule::Largest ? double(before) < at : std::abs(row(u)) > at;
            if (!keep) h(r, u) = 0;
        }
    }
    for (const TokenRow& at_row : token_rows(*s.tokens, s.shape(Stage::Hidden).len))
        kept += (h.row(at_row.row).array() != 0).count();
    return h;
}

struct Expected {
    double projection_l2 = 0, mean_cosine = 0, worst_cosine = 1, output_l2 = 0;
};

// The norm by its formulas, in double.
Eigen::VectorXd normed(const Snapshot& s, Eigen::VectorXd x, const Tensor& gain, const Tensor& bias) {
    if (s.config.norm != Norm::RmsNorm) x.array() -= x.mean();
    if (s.config.norm == Norm::StdNorm)
        x /= std::sqrt(x.squaredNorm() / double(x.size() - 1)) + s.config.eps;
    else
        x /= std::sqrt(x.squaredNorm() / double(x.size()) + s.config.eps);
    x.array() *= gain.matrix().row(0).transpose().cast<double>().array();
    if (s.config.norm != Norm::RmsNorm) x += bias.matrix().row(0).transpose().cast<double>();
    return x;
}

// From residual_sum to output.
Eigen::VectorXd finished(const Snapshot& s, const Eigen::VectorXd& x) {
    const bool pre = s.config.placement == NormPlacement::Pre;
    return pre ? x : normed(s, x, s.model->norm_gain, s.model->norm_bias);
}

// From projection to what is added.
Eigen::VectorXd added(const Snapshot& s, const Eigen::VectorXd& f) {
    return s.config.second_norm ? normed(s, f, s.model->second_gain, s.model->second_bias) : f;
}

Expected expected(const Snapshot& s, const Matrix& kept) {
    Expected e;
    double error = 0, all = 0, output_error = 0, output_all = 0;
    const auto row = [&](Stage stage, std::int64_t r) -> Eigen::VectorXd {
        return s.stage(stage).matrix().row(r).transpose().cast<double>();
    };
    for (const TokenRow& at : token_rows(*s.tokens, s.shape(Stage::Hidden).len)) {
        const Eigen::VectorXd gone = row(Stage::Hidden, at.row) - kept.row(at.row).transpose().cast<double>();
        const Eigen::VectorXd f = row(Stage::Projection, at.row),
                              lost = s.model->down.tensor().matrix().cast<double>() * gone;
        error += lost.squaredNorm(), all += f.squaredNorm();
        const double cosine = f.dot(f - lost) / (f.norm() * (f - lost).norm());
        e.worst_cosine = std::min(e.worst_cosine, cosine);
        e.mean_cosine += cosine / double(s.tokens->tokens());
        const Eigen::VectorXd y = row(Stage::Output, at.row);
        output_error += (finished(s, row(Stage::Input, at.row) + added(s, f - lost)) - y).squaredNorm();
        output_all += y.squaredNorm();
    }
    e.projection_l2 = std::sqrt(error / all);
    e.output_l2 = std::sqrt(output_error / output_all);
    return e;
}

} // namespace

void TestSavings::agreesWithASecondPass_data() {
    QTest::addColumn<int>("placement");
    QTest::addColumn<int>("norm");
    QTest::addColumn<int>("activation");
    QTest::addColumn<bool>("gated");
    QTest::addColumn<bool>("second");
    const auto newRow = [](const char* what, NormPlacement placement, Norm norm, Activation activation,
                           bool gated, bool second = false) {
        QTest::newRow(what) << int(placement) << int(norm) << int(activation) << gated << second;
    };
    using enum NormPlacement;
    using enum Norm;
    using enum Activation;
    newRow("post ReLU", Post, LayerNorm, Relu, false);
    newRow("pre GELU", Pre, LayerNorm, Gelu, false);
    newRow("pre RMS gated SiLU", Pre, RmsNorm, Silu, true);
    newRow("post StdNorm", Post, StdNorm, Relu, false);
    newRow("post RMS", Post, RmsNorm, Relu, false);
    newRow("second RMS", Pre, RmsNorm, GeluTanh, true, true);
    newRow("second LayerNorm", Pre, LayerNorm, Relu, false, true);
}

void TestSavings::agreesWithASecondPass() {
    QFETCH(int, placement);
    QFETCH(int, norm);
    QFETCH(int, activation);
    QFETCH(bool, gated);
    QFETCH(bool, second);
    FeedForwardConfig config;
    config.d_model = 12, config.d_ff = 150;
    config.placement = NormPlacement(placement), config.norm = Norm(norm);
    config.activation = Activation(activation), config.gated = gated, config.second_norm = second;
    const auto s = random_pass(config, {19, 3});
    ThreadPool pool(2);
    for (const KeepRule rule : {KeepRule::AboveThreshold, KeepRule::Largest}) {
        const std::vector<double> points = rule == KeepRule::Largest ? std::vector<double>{0, 3, 200, 40}
                                                                     : std::vector<double>{0.3, 0, 0.05, 99};
        const auto curve = savings_curve(*s, rule, points, &pool);
        QCOMPARE(curve.size(), points.size());
        for (std::size_t i = 0; i < points.size(); ++i) {
            QCOMPARE(curve[i].at, points[i]);
            std::int64_t kept = 0;
            const Matrix h = dropped(*s, rule, points[i], kept);
            QCOMPARE(curve[i].kept_fraction, double(kept) / (22.0 * 150));
            QCOMPARE(curve[i].whole_block, curve[i].second_product / (gated ? 3 : 2));
            const Expected e = expected(*s, h);
            // Sums of at most 150 products in float32: 150 · 2⁻²⁴ of values near 1.
            QVERIFY(std::abs(curve[i].projection.relative_l2 - e.projection_l2) < 2e-5);
            QVERIFY(std::abs(curve[i].projection.worst_cosine - e.worst_cosine) < 2e-5);
            QVERIFY(std::abs(curve[i].projection.mean_cosine - e.mean_cosine) < 2e-5);
            QVERIFY(std::abs(curve[i].output.relative_l2 - e.output_l2) < 2e-5);
            QCOMPARE(curve[i].tokens, 22);
        }
    }
}

void TestSavings::zerosCostNothingNow() {
    FeedForwardConfig config;
    config.d_model = 12, config.d_ff = 64;
    const auto s = random_pass(config, {5});
    const double points[]{0};
    const SavingsPoint now = savings_curve(*s, KeepRule::AboveThreshold, points)[0];
    QCOMPARE(now.projection.relative_l2, 0.0);
    QCOMPARE(now.output.worst_cosine, 1.0);
    QCOMPARE(now.second_product, double(s->summary(Stage::Hidden).zeros) / (5 * 64));
}

void TestSavings::ofEqualValuesTheFirstAreKept() {
    Snapshot s;
    auto model = std::make_shared<FeedForward>();
    model->config.d_model = 1, model->config.d_ff = 3, model->config.norm = Norm::None;
    model->down = tensor({1, 1, 3}, {1, 10, 100});
    s.model = model, s.config = model->config, s.tokens = batch({1});
    keep(s, Stage::Hidden, tensor({1, 1, 3}, {2, -2, 2}));
    keep(s, Stage::Projection, tensor({1, 1, 1}, {182}));
    keep(s, Stage::ResidualSum, tensor({1, 1, 1}, {182}));
    const double points[]{2};
    const auto curve = savings_curve(s, KeepRule::Largest, points);
    QCOMPARE(curve[0].projection.relative_l2, 200.0 / 182); // unit 2 is dropped
    QCOMPARE(curve[0].projection.worst_cosine, -1.0);
    QCOMPARE(curve[0].silent_units, 1.0 / 3);
}

void TestSavings::tokensWithNanHaveNoError() {
    FeedForwardConfig config;
    config.d_model = 4, config.d_ff = 16;
    auto model = random_model(config);
    const auto good = random_pass(model, {3});
    auto states = std::make_shared<Tensor>(good->stage(Stage::Input).clone());
    states->row(1)[2] = std::numeric_limits<float>::quiet_NaN();
    const auto s = forward(model, good->tokens, states);
    const double points[]{2};
    const auto curve = savings_curve(*s, KeepRule::Largest, points);
    QCOMPARE(curve[0].tokens, 2);
    QVERIFY(std::isfinite(curve[0].output.relative_l2));
    QCOMPARE(curve[0].kept_fraction, 6.0 / 48); // the NaN row keeps its two as well
}

void TestSavings::nothingSeenIsNothingSaved() {
    FeedForwardConfig config;
    config.d_model = 4, config.d_ff = 16;
    Snapshot s;
    s.model = random_model(config), s.config = config, s.tokens = batch({0});
    keep(s, Stage::Hidden, Tensor(Shape{1, 0, 16}));
    keep(s, Stage::Projection, Tensor(Shape{1, 0, 4}));
    keep(s, Stage::ResidualSum, Tensor(Shape{1, 0, 4}));
    const double points[]{0};
    const auto curve = savings_curve(s, KeepRule::AboveThreshold, points);
    QVERIFY(std::isnan(curve[0].second_product));
    QVERIFY(std::isnan(curve[0].projection.mean_cosine));
    QCOMPARE(savings_points(s, KeepRule::AboveThreshold, 5), (std::vector<double>{0}));
}

void TestSavings::pointsCoverTheRange() {
    FeedForwardConfig config;
    config.d_model = 12, config.d_ff = 64;
    const auto s = random_pass(config, {9});
    const auto counts = savings_points(*s, KeepRule::Largest, 7);
    QCOMPARE(counts.front(), 1.0);
    QCOMPARE(counts.back(), 64.0);
    const auto thresholds = savings_points(*s, KeepRule::AboveThreshold, 9);
    QCOMPARE(thresholds.size(), std::size_t(9));
    QVERIFY(std::ranges::is_sorted(thresholds));
    QCOMPARE(thresholds.front(), 0.0);
    QCOMPARE(savings_curve(*s, KeepRule::AboveThreshold, thresholds).back().kept_fraction, 0.0);
}

void TestSavings::stopsWhenAsked() {
    FeedForwardConfig config;
    config.d_model = 12, config.d_ff = 64;
    const auto s = random_pass(config, {9});
    std::stop_source stop;
    stop.request_stop();
    const double points[]{0};
    QVERIFY_EXCEPTION_THROWN(
        savings_curve(*s, KeepRule::AboveThreshold, points, nullptr, {{}, stop.get_token()}), Stopped);
}

static const ffn::test::Case<TestSavings> kCase;
#include "tst_savings.moc"

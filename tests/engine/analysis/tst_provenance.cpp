#include "engine/analysis/provenance.h"

#include "tests/engine/analysis/small_snapshot.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace ffn;
using namespace ffn::test;

namespace {

constexpr std::int64_t kModel = 7, kHidden = 11, kRows = 3;

Tensor random_tensor(Shape shape, std::mt19937& random) {
    Tensor t(shape);
    std::normal_distribution<float> normal;
    for (float& v : t.values())
        v = normal(random);
    return t;
}

Tensor linear(const Tensor& x, const Tensor& w, const Tensor& b) {
    Tensor out(Shape{1, x.rows(), w.rows()});
    for (std::int64_t r = 0; r < x.rows(); ++r)
        for (std::int64_t j = 0; j < w.rows(); ++j) {
            double sum = b.size() ? b.values()[std::size_t(j)] : 0;
            for (std::int64_t i = 0; i < x.dim(); ++i)
                sum += double(x.at(r, i)) * w.at(j, i);
            out.row(r)[std::size_t(j)] = float(sum);
        }
    return out;
}

template <class F>
Tensor each(const Tensor& a, const Tensor& b, F f) {
    Tensor out(a.shape());
    for (std::int64_t r = 0; r < a.rows(); ++r)
        for (std::int64_t u = 0; u < a.dim(); ++u)
            out.row(r)[std::size_t(u)] = float(f(double(a.at(r, u)), double(b.at(r, u)), u));
    return out;
}

void norm_stages(Snapshot& s, const Tensor& x) {
    Tensor mean(Shape{1, x.rows(), 1}), variance(mean.shape()), rstd(mean.shape());
    for (std::int64_t r = 0; r < x.rows(); ++r) {
        double m = 0, v = 0;
        for (float f : x.row(r))
            m += f / double(x.dim());
        if (s.config.norm == Norm::RmsNorm) m = 0;
        const bool unbiased = s.config.norm == Norm::StdNorm;
        for (float f : x.row(r))
            v += (f - m) * (f - m) / double(x.dim() - (unbiased ? 1 : 0));
        mean.row(r)[0] = float(m), variance.row(r)[0] = float(v);
        rstd.row(r)[0] = float(1 / (unbiased ? std::sqrt(v) + s.config.eps : std::sqrt(v + s.config.eps)));
    }
    Tensor normalized(x.shape());
    for (std::int64_t r = 0; r < x.rows(); ++r)
        for (std::int64_t u = 0; u < x.dim(); ++u)
            normalized.row(r)[std::size_t(u)] = (x.at(r, u) - mean.at(r, 0)) * rstd.at(r, 0);
    keep(s, Stage::NormMean, std::move(mean));
    keep(s, Stage::NormVariance, std::move(variance));
    keep(s, Stage::NormRstd, std::move(rstd));
    keep(s, Stage::Normalized, std::move(normalized));
}

Tensor second_norm_of(const Snapshot& s) {
    const Tensor& f = s.stage(Stage::Projection);
    Tensor out(f.shape());
    for (std::int64_t r = 0; r < f.rows(); ++r) {
        double mean = 0, variance = 0;
        for (float v : f.row(r))
            mean += s.config.norm == Norm::RmsNorm ? 0 : v / double(f.dim());
        for (float v : f.row(r))
            variance += (v - mean) * (v - mean) / double(f.dim());
        for (std::size_t u = 0; u < std::size_t(f.dim()); ++u) {
            const double n = (f.row(r)[u] - mean) / std::sqrt(variance + s.config.eps);
            const Tensor& bias = s.model->second_bias;
            const double shift = bias.size() > 0 ? double(bias.values()[u]) : 0;
            out.row(r)[u] = float(n * double(s.model->second_gain.values()[u]) + shift);
        }
    }
    return out;
}

// A whole block by plain loops; independent of the engine's forward pass.
Snapshot small_block(FeedForwardConfig config, bool biases, const Edits& edits = {}) {
    std::mt19937 random(4);
    config.d_model = kModel, config.d_ff = kHidden;
    auto model = std::make_shared<FeedForward>();
    model->config = config;
    model->up = random_tensor({1, kHidden, kModel}, random);
    model->gate = random_tensor({1, kHidden, kModel}, random);
    model->down = random_tensor({1, kModel, kHidden}, random);
    model->norm_gain = random_tensor({1, 1, kModel}, random);
    if (biases) {
        model->up_bias = random_tensor({1, 1, kHidden}, random);
        model->down_bias = random_tensor({1, 1, kModel}, random);
        model->norm_bias = random_tensor({1, 1, kModel}, random);
    }
    if (config.second_norm) model->second_gain = random_tensor({1, 1, kModel}, random);
    if (config.second_norm && biases) model->second_bias = random_tensor({1, 1, kModel}, random);
    Snapshot s;
    s.model = model, s.config = config, s.edits = edits, s.tokens = batch({std::size_t(kRows)});
    keep(s, Stage::Input, random_tensor({1, kRows, kModel}, random));
    const auto scaled = [&](double v, double, std::int64_t u) {
        const double bias = biases ? model->norm_bias.values()[std::size_t(u)] : 0;
        return v * model->norm_gain.values()[std::size_t(u)] + bias;
    };
    const bool pre = config.placement == NormPlacement::Pre;
    if (pre) {
        norm_stages(s, s.stage(Stage::Input));
        keep(s, Stage::NormOutput, each(s.stage(Stage::Normalized), s.stage(Stage::Normalized), scaled));
    }
    const Tensor& first = s.stage(pre ? Stage::NormOutput : Stage::Input);
    const auto edit = [&](double v, std::int64_t u) {
        if (edits.threshold && v <= *edits.threshold) v = 0;
        if (edits.scaled.contains(u)) v *= edits.scaled.at(u);
        return edits.ablated.contains(u) ? 0 : v;
    };
    const auto relu = [](double v) { return v > 0 ? v : 0; };
    keep(s, Stage::PreActivation, linear(first, model->up.tensor(), model->up_bias));
    const Tensor& up = s.stage(Stage::PreActivation);
    if (config.gated) {
        keep(s, Stage::GatePreActivation, linear(first, model->gate.tensor(), {}));
        const Tensor& g = s.stage(Stage::GatePreActivation);
        keep(s, Stage::Gate, each(g, g, [&](double v, double, std::int64_t) { return relu(v); }));
        keep(s, Stage::Hidden, each(s.stage(Stage::Gate), up, [&](double a, double b, std::int64_t u) {
                 return edit(a * b, u);
             }));
    } else {
        keep(s, Stage::Hidden,
             each(up, up, [&](double v, double, std::int64_t u) { return edit(relu(v), u); }));
    }
    keep(s, Stage::Projection, linear(s.stage(Stage::Hidden), model->down.tensor(), model->down_bias));
    if (config.second_norm) keep(s, Stage::Update, second_norm_of(s));
    keep(s, Stage::ResidualSum,
         each(s.stage(config.second_norm ? Stage::Update : Stage::Projection), s.stage(Stage::Input),
              [](double f, double x, std::int64_t) { return f + x; }));
    if (!pre) norm_stages(s, s.stage(Stage::ResidualSum));
    keep(s, Stage::Output,
         pre ? s.stage(Stage::ResidualSum).clone()
             : each(s.stage(Stage::Normalized), s.stage(Stage::Normalized), scaled));
    return s;
}

} // namespace

class TestProvenance : public QObject {
    Q_OBJECT
  private slots:
    void everyCellAddsUp_data();
    void everyCellAddsUp();
    void largestProductsComeFirst();
    void productsOfAllAreShownWithoutARest();
    void formulasCarryTheNumbers();
    void theSecondNormsFormulaNamesItsFactors();
    void editsAreInTheFormula();
    void whatIsMissingIsNotExplained();
    void statisticsShowTheirLargestTerms();
    void weightsThatAreCellsCanBeFollowed();
};

void TestProvenance::everyCellAddsUp_data() {
    QTest::addColumn<int>("placement");
    QTest::addColumn<int>("norm");
    QTest::addColumn<bool>("gated");
    QTest::addColumn<bool>("biases");
    QTest::addColumn<bool>("second");
    const auto newRow = [](const char* what, NormPlacement placement, Norm norm, bool gated, bool biases,
                           bool second = false) {
        QTest::newRow(what) << int(placement) << int(norm) << gated << biases << second;
    };
    using enum NormPlacement;
    using enum Norm;
    newRow("post LayerNorm", Post, LayerNorm, false, true);
    newRow("pre LayerNorm", Pre, LayerNorm, false, true);
    newRow("pre RMSNorm, gated", Pre, RmsNorm, true, false);
    newRow("pre StdNorm", Pre, StdNorm, false, true);
    newRow("post StdNorm", Post, StdNorm, false, true);
    newRow("post RMSNorm, gated", Post, RmsNorm, true, true);
    newRow("second RMSNorm, gated", Pre, RmsNorm, true, false, true);
    newRow("second LayerNorm", Pre, LayerNorm, false, true, true);
}

void TestProvenance::everyCellAddsUp() {
    QFETCH(int, placement);
    QFETCH(int, norm);
    QFETCH(bool, gated);
    QFETCH(bool, biases);
    QFETCH(bool, second);
    FeedForwardConfig config;
    config.placement = NormPlacement(placement), config.norm = Norm(norm), config.gated = gated;
    config.second_norm = second;
    Edits edits;
    edits.scaled[2] = 2.5f, edits.ablated.insert(4), edits.threshold = 0.25f;
    const Snapshot s = small_block(config, biases, edits);
    for (const StageInfo& stage : stages()) {
        if (!s.has(stage.stage)) continue;
        for (std::int64_t r = 0; r < kRows; ++r)
            for (std::int64_t u = 0; u < s.stage(stage.stage).dim(); ++u) {
                const auto p = provenance(s, stage.stage, r, u, 3);
                QVERIFY(p);
                QCOMPARE(p->value, s.stage(stage.stage).at(r, u));
                double sum = p->terms.empty() ? double(p->value) : 0;
                for (const Term& t : p->terms)
                    sum += t.value;
                QCOMPARE(p->sum, sum);
                // The stage is the same sum rounded to float32, with factors that were rounded before: a few
                // 2⁻²⁴ of values below 30.
                QVERIFY2(std::abs(p->sum - p->value) < 1e-5, std::string(stage.name).c_str());
            }
    }
}

void TestProvenance::largestProductsComeFirst() {
    const Snapshot s = small_block({}, true);
    const auto p = *provenance(s, Stage::PreActivation, 1, 5, 3);
    QCOMPARE(p.terms.size(), std::size_t(5)); // three products, the bias, the rest
    QCOMPARE(p.rest_terms, kModel - 3);
    double rest = 0;
    for (std::int64_t i = 0; i < kModel; ++i) {
        const double product = double(s.stage(Stage::Input).at(1, i)) * s.model->up.at(5, i);
        const bool shown = std::any_of(p.terms.begin(), p.terms.begin() + 3, [&](const Term& t) {
            return t.unit == i && t.stage == Stage::Input && t.value == product;
        });
        QVERIFY(shown || std::abs(product) <= std::abs(p.terms[2].value));
        rest += shown ? 0 : product;
    }
    QVERIFY(std::abs(p.terms[0].value) >= std::abs(p.terms[1].value));
    QVERIFY(std::abs(p.terms[1].value) >= std::abs(p.terms[2].value));
    QVERIFY(p.terms[3].kind == Term::Kind::Bias);
    QCOMPARE(p.terms[3].value, double(s.model->up_bias.values()[5]));
    QVERIFY(p.terms[4].kind == Term::Kind::Rest);
    QVERIFY(std::abs(p.terms[4].value - rest) < 1e-14); // another order of adding in double
}

void TestProvenance::productsOfAllAreShownWithoutARest() {
    FeedForwardConfig config;
    config.placement = NormPlacement::Pre;
    const auto p = *provenance(small_block(config, false), Stage::PreActivation, 0, 0, 100);
    QCOMPARE(p.terms.size(), std::size_t(kModel));
    QCOMPARE(p.rest_terms, 0);
    QVERIFY(p.terms[0].stage == Stage::NormOutput); // what feeds the first matrix of a pre-norm block
}

void TestProvenance::formulasCarryTheNumbers() {
    Snapshot s;
    auto model = std::make_shared<FeedForward>();
    model->norm_gain = tensor({1, 1, 1}, {2}), model->norm_bias = tensor({1, 1, 1}, {-0.25});
    s.model = model, s.tokens = batch({1});
    keep(s, Stage::PreActivation, tensor({1, 1, 1}, {-0.75}));
    keep(s, Stage::Hidden, tensor({1, 1, 1}, {0}));
    keep(s, Stage::ResidualSum, tensor({1, 1, 1}, {1.25}));
    keep(s, Stage::NormMean, tensor({1, 1, 1}, {-0.5}));
    keep(s, Stage::NormRstd, tensor({1, 1, 1}, {2}));
    keep(s, Stage::Normalized, tensor({1, 1, 1}, {3.5}));
    keep(s, Stage::Output, tensor({1, 1, 1}, {6.75}));
    QCOMPARE(provenance(s, Stage::Hidden, 0, 0)->formula, std::string("ReLU(−0.75) = 0"));
    QCOMPARE(provenance(s, Stage::Normalized, 0, 0)->formula, std::string("(1.25 + 0.5) · 2 = 3.5"));
    QCOMPARE(provenance(s, Stage::Output, 0, 0)->formula, std::string("3.5 · 2 − 0.25 = 6.75"));
}

void TestProvenance::theSecondNormsFormulaNamesItsFactors() {
    Snapshot s;
    auto model = std::make_shared<FeedForward>();
    model->config.d_model = 2, model->config.norm = Norm::RmsNorm, model->config.second_norm = true;
    model->config.eps = 0;
    model->second_gain = tensor({1, 1, 2}, {2, 3});
    s.model = model, s.config = model->config, s.tokens = batch({1});
    keep(s, Stage::Projection, tensor({1, 1, 2}, {7, -1})); // mean of squares 25
    keep(s, Stage::Update, tensor({1, 1, 2}, {2.8F, -0.6F}));
    QCOMPARE(provenance(s, Stage::Update, 0, 0)->formula, std::string("7 · 0.2 · 2 = 2.8"));
    auto centred = std::make_shared<FeedForward>();
    centred->config = model->config, centred->config.norm = Norm::LayerNorm; // mean 3, variance 16
    centred->second_gain = tensor({1, 1, 2}, {2, 3}), centred->second_bias = tensor({1, 1, 2}, {-0.5F, 0});
    s.model = centred, s.config = centred->config;
    QCOMPARE(provenance(s, Stage::Update, 0, 0)->formula, std::string("(7 − 3) · 0.25 · 2 − 0.5 = 1.5"));
}

void TestProvenance::editsAreInTheFormula() {
    Snapshot s;
    s.model = std::make_shared<FeedForward>(), s.tokens = batch({1});
    s.edits.scaled[0] = 3, s.edits.ablated.insert(1), s.edits.threshold = 0.75f;
    keep(s, Stage::PreActivation, tensor({1, 1, 3}, {2, 2, 0.5}));
    keep(s, Stage::Hidden, tensor({1, 1, 3}, {6, 0, 0}));
    const std::string expected[]{"ReLU(2) = 2 → scaled · 3 → 6", "ReLU(2) = 2 → ablated → 0",
                                 "ReLU(0.5) = 0.5 → threshold 0.75 → 0"};
    for (std::int64_t u = 0; u < 3; ++u) {
        const auto p = *provenance(s, Stage::Hidden, 0, u);
        QCOMPARE(p.formula, expected[u]);
        QCOMPARE(p.sum, double(p.value));
    }
}

void TestProvenance::whatIsMissingIsNotExplained() {
    Snapshot s = small_block({}, true);
    s.kept[std::size_t(Stage::Projection)] = nullptr;
    QVERIFY(provenance(s, Stage::PreActivation, 1, 0));
    QVERIFY(!provenance(s, Stage::ResidualSum, 1, 0)); // the stage before is not there
    QVERIFY(!provenance(s, Stage::Projection, 1, 0));
    s.tokens = batch({2}); // the third row is padding now
    QVERIFY(!provenance(s, Stage::PreActivation, 2, 0));
    s.model = nullptr;
    QVERIFY(!provenance(s, Stage::PreActivation, 1, 0));
}

void TestProvenance::statisticsShowTheirLargestTerms() {
    const Snapshot s = small_block({}, true);
    const auto row = s.stage(Stage::ResidualSum).row(1);
    for (const Stage stage : {Stage::NormMean, Stage::NormVariance}) {
        const auto p = *provenance(s, stage, 1, 0, 3);
        QCOMPARE(p.terms.size(), std::size_t(4));
        QCOMPARE(p.rest_terms, kModel - 3);
        double mean = 0;
        for (const float v : row)
            mean += v / double(kModel);
        for (std::size_t i = 0; i < 3; ++i) {
            const Term& t = p.terms[i];
            QVERIFY(t.stage == Stage::ResidualSum);
            const double x = row[std::size_t(t.unit)];
            const double share = stage == Stage::NormMean ? x / kModel : (x - mean) * (x - mean) / kModel;
            QVERIFY(std::abs(t.value - share) < 1e-15);
            QVERIFY(i == 0 || std::abs(t.value) <= std::abs(p.terms[i - 1].value));
        }
    }
    const auto rstd = *provenance(s, Stage::NormRstd, 1, 0, 3);
    QCOMPARE(rstd.terms.size(), std::size_t(1));
    QVERIFY(rstd.terms[0].stage == Stage::NormVariance);
}

void TestProvenance::weightsThatAreCellsCanBeFollowed() {
    FeedForwardConfig config;
    config.gated = true;
    const Snapshot s = small_block(config, true);
    const auto hidden = *provenance(s, Stage::Hidden, 0, 6, 3);
    QVERIFY(hidden.terms[0].weight_stage == Stage::PreActivation);
    QCOMPARE(hidden.terms[0].weight_unit, 6);
    QCOMPARE(float(hidden.terms[0].weight), s.stage(Stage::PreActivation).at(0, 6));
    const auto normalized = *provenance(s, Stage::Normalized, 0, 2, 3);
    QCOMPARE(normalized.terms.size(), std::size_t(2));
    QVERIFY(normalized.terms[0].weight_stage == Stage::NormRstd);
    QVERIFY(normalized.terms[1].stage == Stage::NormMean);
    QVERIFY(!provenance(s, Stage::Projection, 0, 2, 3)->terms[0].weight_stage); // a weight of the model
}

static const ffn::test::Case<TestProvenance> kCase;
#include "tst_provenance.moc"

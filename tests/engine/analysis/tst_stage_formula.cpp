#include "engine/analysis/stage_formula.h"
#include "tests/engine/analysis/random_pass.h"
#include "tests/test_case.h"

#include <QTest>

using namespace ffn;
using namespace ffn::test;

class TestStageFormula : public QObject {
    Q_OBJECT
  private slots:
    void saysWhatTheBlockComputes_data();
    void saysWhatTheBlockComputes();
    void leavesOutABiasThatIsNotThere();
    void everyStageHasBoth();
};

namespace {

FeedForwardConfig llama() {
    FeedForwardConfig config;
    config.d_model = 4, config.d_ff = 6;
    config.norm = Norm::RmsNorm;
    config.placement = NormPlacement::Pre;
    config.activation = Activation::Silu;
    config.gated = true;
    return config;
}

FeedForwardConfig tutorial(Activation activation = Activation::Relu) {
    FeedForwardConfig config;
    config.d_model = 4, config.d_ff = 6;
    config.activation = activation;
    return config;
}

FeedForwardConfig gemma2() {
    FeedForwardConfig config = llama();
    config.second_norm = true;
    return config;
}

FeedForwardConfig annotated() {
    FeedForwardConfig config = tutorial();
    config.norm = Norm::StdNorm;
    config.placement = NormPlacement::Pre;
    return config;
}

Snapshot of(const FeedForwardConfig& config) {
    Snapshot snapshot;
    snapshot.config = config;
    return snapshot;
}

} // namespace

void TestStageFormula::saysWhatTheBlockComputes_data() {
    QTest::addColumn<Snapshot>("snapshot");
    QTest::addColumn<int>("stage");
    QTest::addColumn<QString>("formula");
    QTest::addColumn<QString>("torch");
    const auto row = [](const char* title, const FeedForwardConfig& config, Stage stage, const char* formula,
                        const char* torch) {
        QTest::newRow(title) << of(config) << int(stage) << QString(formula) << QString(torch);
    };
    using enum Stage;
    row("tutorial, pre-activation", tutorial(), PreActivation, "W₁·x + b₁",
        "h = self.conv1(x.transpose(1, 2)).transpose(1, 2)");
    row("tutorial, hidden", tutorial(), Hidden, "ReLU(W₁·x + b₁)", "h = torch.relu(h)");
    row("GELU", tutorial(Activation::Gelu), Hidden, "GELU(W₁·x + b₁)", "h = F.gelu(h)");
    row("GELU by tanh", tutorial(Activation::GeluTanh), Hidden, "GELU_tanh(W₁·x + b₁)",
        "h = F.gelu(h, approximate=\"tanh\")");
    row("tutorial, variance", tutorial(), NormVariance, "σ² = mean((s − μ)²)",
        "variance = s.var(-1, unbiased=False)");
    row("tutorial, output", tutorial(), Output, "n · gain + bias", "out = self.layer_norm(s)");
    row("gated, gate", llama(), Gate, "SiLU(Wg·norm(x) + bg)", "g = F.silu(g)");
    row("gated, hidden", llama(), Hidden, "SiLU(Wg·norm(x) + bg) · (W₁·norm(x) + b₁)", "h = g * h");
    row("RMSNorm, mean", llama(), NormMean, "0", "# RMSNorm takes no mean away");
    row("RMSNorm, variance", llama(), NormVariance, "mean(x²)", "variance = x.square().mean(-1)");
    row("RMSNorm, normalized", llama(), Normalized, "x · rstd", "n = x * rstd[..., None]");
    row("StdNorm, mean", annotated(), NormMean, "μ = mean(x)", "mean = x.mean(-1)");
    row("StdNorm, variance", annotated(), NormVariance, "σ² = Σ(x − μ)²/(d − 1)", "variance = x.var(-1)");
    row("StdNorm, rstd", annotated(), NormRstd, "1/(σ + ε)", "rstd = 1 / (variance.sqrt() + eps)");
    row("StdNorm, normalized", annotated(), Normalized, "(x − μ) · rstd",
        "n = (x - mean[..., None]) * rstd[..., None]");
    row("StdNorm, norm output", annotated(), NormOutput, "n · gain + bias", "n = self.norm(x)");
    row("pre-norm, norm output", llama(), NormOutput, "n · gain", "n = self.rms_norm(x)");
    row("pre-norm, output", llama(), Output, "f + x", "out = s");
    row("second norm, update", gemma2(), Update, "norm₂(f)", "u = self.post_feedforward_layernorm(f)");
    row("second norm, sum", gemma2(), ResidualSum, "u + x", "s = u + residual");
    row("second norm, output", gemma2(), Output, "u + x", "out = s");
}

void TestStageFormula::saysWhatTheBlockComputes() {
    QFETCH(Snapshot, snapshot);
    QFETCH(int, stage);
    QFETCH(QString, formula);
    QFETCH(QString, torch);
    QCOMPARE(QString::fromStdString(stage_formula(snapshot, Stage(stage))), formula);
    QCOMPARE(QString::fromStdString(stage_torch(snapshot, Stage(stage))), torch);
}

void TestStageFormula::leavesOutABiasThatIsNotThere() {
    Snapshot snapshot = of(llama());
    snapshot.model = std::make_shared<FeedForward>(); // no bias, no gain
    QCOMPARE(QString::fromStdString(stage_formula(snapshot, Stage::PreActivation)), QString("W₁·norm(x)"));
    QCOMPARE(QString::fromStdString(stage_formula(snapshot, Stage::Projection)), QString("W₂·h"));
    QCOMPARE(QString::fromStdString(stage_formula(snapshot, Stage::NormOutput)), QString("n"));
}

void TestStageFormula::everyStageHasBoth() {
    for (const FeedForwardConfig& config : {tutorial(), llama(), gemma2(), annotated()})
        for (const StageInfo& s : stages()) {
            QVERIFY(!stage_formula(of(config), s.stage).empty());
            QVERIFY(!stage_torch(of(config), s.stage).empty());
        }
}

static const ffn::test::Case<TestStageFormula> kCase;
#include "tst_stage_formula.moc"

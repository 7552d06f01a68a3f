#include "tests/test_case.h"
#include "tests/ui/panels/hand_made_snapshot.h"
#include "ui/inspector/cell_story.h"

#include <QTest>
#include <QTranslator>

#include <cmath>

using namespace ffn;
using namespace ffn::ui;

class TestCellStory : public QObject {
    Q_OBJECT
  private slots:
    void aCellGoesOnThroughTheBlock_data();
    void aCellGoesOnThroughTheBlock();
    void stagesThatWereNotKeptLeadNowhere();
    void wordsOfFormulasAreTranslated_data();
    void wordsOfFormulasAreTranslated();
    void addsUp_data();
    void addsUp();
};

void TestCellStory::aCellGoesOnThroughTheBlock_data() {
    QTest::addColumn<NormPlacement>("placement");
    QTest::addColumn<Norm>("norm");
    QTest::addColumn<QString>("path");
    QTest::newRow("post") << NormPlacement::Post << Norm::LayerNorm
                          << "input>residual_sum pre_activation>hidden gate_pre_activation>gate gate>hidden "
                             "projection>residual_sum residual_sum>normalized normalized>output";
    QTest::newRow("pre")
        << NormPlacement::Pre << Norm::RmsNorm
        << "input>normalized normalized>norm_output projection>residual_sum residual_sum>output";
    QTest::newRow("no norm") << NormPlacement::Post << Norm::None << "residual_sum>output";
}

void TestCellStory::aCellGoesOnThroughTheBlock() {
    QFETCH(NormPlacement, placement);
    QFETCH(Norm, norm);
    QFETCH(QString, path);
    Snapshot s;
    s.config.placement = placement;
    s.config.norm = norm;
    for (auto& stage : s.kept)
        stage = std::make_shared<Tensor>();
    for (const QString& step : path.split(' ')) {
        const QStringList ends = step.split('>');
        const auto next = nextStage(s, *stage_from_name(ends[0].toStdString()));
        QVERIFY(next.has_value());
        QCOMPARE(QString::fromUtf8(name(*next)), ends[1]);
    }
    for (const Stage last : {Stage::Output, Stage::NormMean, Stage::NormRstd})
        QVERIFY(!nextStage(s, last));
}

void TestCellStory::stagesThatWereNotKeptLeadNowhere() {
    const auto s = test::hand_made();
    s->kept[std::size_t(Stage::Hidden)] = nullptr;
    QVERIFY(!nextStage(*s, Stage::PreActivation));
}

namespace {

/// Puts every word in brackets.
class Brackets : public QTranslator {
  public:
    bool isEmpty() const override { return false; }
    QString translate(const char*, const char* text, const char*, int) const override {
        return '[' + QString::fromUtf8(text) + ']';
    }
};

} // namespace

void TestCellStory::wordsOfFormulasAreTranslated_data() {
    QTest::addColumn<QString>("formula");
    QTest::addColumn<QString>("translated");
    QTest::newRow("edits")
        << "ReLU(2) = 2 → threshold 2 → 0 → scaled · 3 → 0 → clamped to 1 … 2 → 1 → ablated → 0"
        << "ReLU(2) = 2 [→ threshold] 2 → 0 [→ scaled] · 3 → 0 [→ clamped to] 1 … 2 → 1 "
           "[→ ablated] → 0";
    for (const QString name : {"mean", "mean of squares", "variance", "unbiased variance"})
        QTest::newRow(qPrintable(name))
            << name + " of 128 values = −0.5" << '[' + name + " of 128 values] = −0.5";
    QTest::newRow("no words") << "2 · 3 + 1 = 7"
                              << "2 · 3 + 1 = 7";
}

void TestCellStory::wordsOfFormulasAreTranslated() {
    QFETCH(QString, formula);
    QFETCH(QString, translated);
    Provenance cell;
    cell.formula = formula.toStdString();
    QCOMPARE(formulaText(cell), formula);
    Brackets brackets;
    QVERIFY(QCoreApplication::installTranslator(&brackets));
    const QString shown = formulaText(cell);
    QCoreApplication::removeTranslator(&brackets);
    QCOMPARE(shown, translated);
}

void TestCellStory::addsUp_data() {
    QTest::addColumn<double>("sum");
    QTest::addColumn<float>("value");
    QTest::addColumn<bool>("right");
    QTest::newRow("equal") << 1.5 << 1.5f << true;
    QTest::newRow("rounded") << 1.5 + 1e-7 << 1.5f << true;
    QTest::newRow("wrong") << 1.501 << 1.5f << false;
    QTest::newRow("both NaN") << std::nan("") << float(NAN) << true;
    QTest::newRow("one NaN") << 1.5 << float(NAN) << false;
    QTest::newRow("overflow") << 1e39 << float(INFINITY) << true;
    QTest::newRow("inf of nowhere") << 1.0 << float(INFINITY) << false;
}

void TestCellStory::addsUp() {
    QFETCH(double, sum);
    QFETCH(float, value);
    Provenance p;
    p.value = value;
    p.sum = sum;
    p.terms = {{Term::Kind::Product, Stage::Hidden, 0, 1, 1, 1}, {Term::Kind::Bias, {}, -1, 0, 0, 0.5}};
    QTEST(ffn::ui::addsUp(p), "right");
}

static const ffn::test::Case<TestCellStory> kCase;
#include "tst_cell_story.moc"

#include "tests/test_case.h"
#include "tests/ui/panels/hand_made_snapshot.h"
#include "ui/inspector/cell_story.h"

#include <QTest>

#include <cmath>

using namespace ffn;
using namespace ffn::ui;

class TestCellStory : public QObject {
    Q_OBJECT
  private slots:
    void aCellGoesOnThroughTheBlock_data();
    void aCellGoesOnThroughTheBlock();
    void stagesThatWereNotKeptLeadNowhere();
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

#include "engine/forward/forward.h"
#include "engine/model/initializer.h"
#include "tests/test_case.h"
#include "ui/strip/pipeline_strip.h"
#include "ui/strip/stage_card.h"

#include <QTest>

namespace ffn::ui {

namespace {

SnapshotPtr snapshot_of(FeedForwardConfig config) {
    config.d_model = 8;
    config.d_ff = 16;
    auto tokens = std::make_shared<TokenBatch>();
    tokens->rows.emplace_back(4, Token{"t", 0, 0, 1});
    return forward(random_feed_forward(config, Init::Torch, 0), tokens,
                   std::make_shared<Tensor>(random_normal({1, 4, 8}, 1)));
}

QList<StageCard*> cards_of(PipelineStrip& strip) {
    return strip.findChildren<StageCard*>();
}

} // namespace

class TestPipelineStrip : public QObject {
    Q_OBJECT
  private slots:
    void everyStageHasACardWithItsNumber();
    void aPreNormBlockIsReadInItsOwnOrder();
    void rmsNormHasNoMean();
    void arrowKeysWalk();
    void aClickChooses();
};

void TestPipelineStrip::everyStageHasACardWithItsNumber() {
    ViewState state;
    PipelineStrip strip(&state);
    const SnapshotPtr snapshot = snapshot_of({});
    strip.setSnapshot(snapshot);
    QCOMPARE(cards_of(strip).size(), qsizetype(stages_of(snapshot->config).size()));
    for (const StageCard* card : cards_of(strip)) {
        if (card->stage() != Stage::Hidden) continue;
        const QString zero = QString::number(100 * snapshot->summary(Stage::Hidden).zero_fraction(), 'f', 1);
        QVERIFY2(card->accessibleName().contains(zero), qPrintable(card->accessibleName()));
        QVERIFY(card->accessibleName().contains("[1, 4, 16]"));
        QVERIFY(card->isChecked());
    }
}

void TestPipelineStrip::aPreNormBlockIsReadInItsOwnOrder() {
    ViewState state;
    PipelineStrip strip(&state);
    FeedForwardConfig config;
    config.placement = NormPlacement::Pre;
    strip.setSnapshot(snapshot_of(config));
    QList<Stage> order;
    for (const StageCard* card : cards_of(strip))
        order.append(card->stage());
    QVERIFY(order.indexOf(Stage::Normalized) < order.indexOf(Stage::PreActivation));
    QVERIFY(order.indexOf(Stage::NormOutput) < order.indexOf(Stage::PreActivation));
    QCOMPARE(order.first(), Stage::Input);
    QCOMPARE(order.last(), Stage::Output);
}

void TestPipelineStrip::rmsNormHasNoMean() {
    ViewState state;
    PipelineStrip strip(&state);
    FeedForwardConfig config;
    config.placement = NormPlacement::Pre;
    config.norm = Norm::RmsNorm;
    config.second_norm = true;
    strip.setSnapshot(snapshot_of(config));
    QHash<Stage, QString> names;
    for (const StageCard* card : cards_of(strip))
        names[card->stage()] = card->accessibleName();
    QVERIFY(!names.contains(Stage::NormMean));
    QVERIFY(names[Stage::NormVariance].startsWith("mean x²"));
    QVERIFY(names.contains(Stage::Update));
}

void TestPipelineStrip::arrowKeysWalk() {
    ViewState state;
    PipelineStrip strip(&state);
    strip.setSnapshot(snapshot_of({}));
    strip.show();
    QTest::keyClick(&strip, Qt::Key_Right);
    QCOMPARE(state.stage(), Stage::Projection);
    QTest::keyClick(&strip, Qt::Key_Left);
    QTest::keyClick(&strip, Qt::Key_Left);
    QCOMPARE(state.stage(), Stage::PreActivation);
    for (int i = 0; i < 20; ++i)
        QTest::keyClick(&strip, Qt::Key_Left);
    QCOMPARE(state.stage(), Stage::Input);
}

void TestPipelineStrip::aClickChooses() {
    ViewState state;
    PipelineStrip strip(&state);
    strip.resize(1600, 140);
    strip.setSnapshot(snapshot_of({}));
    strip.show();
    for (StageCard* card : cards_of(strip))
        if (card->stage() == Stage::ResidualSum) QTest::mouseClick(card, Qt::LeftButton);
    QCOMPARE(state.stage(), Stage::ResidualSum);
    for (const StageCard* card : cards_of(strip))
        QCOMPARE(card->isChecked(), card->stage() == Stage::ResidualSum);
}

static const test::Case<TestPipelineStrip> kCase;

} // namespace ffn::ui

#include "tst_pipeline_strip.moc"

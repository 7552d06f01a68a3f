#include "tests/test_case.h"
#include "tests/ui/panels/hand_made_snapshot.h"
#include "tests/ui/panels/panel_test.h"
#include "ui/panels/number_label.h"
#include "ui/panels/sparsity_panel.h"

#include <QDoubleSpinBox>
#include <QSignalSpy>

#include <cmath>

using namespace ffn;
using namespace ffn::ui;

class TestSparsityPanel : public QObject {
    Q_OBJECT
  private slots:
    void headlineCountsTheRealTokens();
    void theThresholdIsNamedWhereZerosAreNotExact();
    void namesThreeLevels();
    void saysThatNanCountsAsActive();
    void clicksAndKeysMoveTheCursor();
    void theCursorIsMarked();
    void saysWhyThereIsNothing();
    void aHiddenPanelCatchesUp();
};

namespace {

struct Counts {
    int inactive = 0, never = 0, always = 0;
};

// Rows 0 … 4 are tokens, row 5 is padding.
Counts count(const Snapshot& s, float threshold) {
    Counts c;
    for (qint64 j = 0; j < test::kHiddenWidth; ++j) {
        int active = 0;
        for (qint64 row = 0; row < 5; ++row)
            active += std::abs(s.stage(Stage::Hidden).at(row, j)) > threshold;
        c.inactive += 5 - active;
        c.never += active == 0;
        c.always += active == 5;
    }
    return c;
}

} // namespace

void TestSparsityPanel::headlineCountsTheRealTokens() {
    ViewState state;
    SparsityPanel panel(&state);
    const auto snapshot = test::hand_made();
    test::settle(panel, snapshot);
    const Counts c = count(*snapshot, 0);
    QVERIFY(c.never >= 1 && c.always >= 1);
    QCOMPARE(test::text(panel, "sparsityHeadline"),
             QString("%1 zero · 5 tokens seen · %2 units never active · %3 always")
                 .arg(percentLabel(c.inactive / 30.0))
                 .arg(c.never)
                 .arg(c.always));
    QVERIFY(!panel.findChild<QDoubleSpinBox*>("sparsityThreshold")->isVisible());
    const auto& bars = test::plot(panel, "sparsityByToken").series()[0].y;
    QCOMPARE(bars.size(), 5u);
    int zeros = 0;
    for (const float v : snapshot->stage(Stage::Hidden).row(1))
        zeros += v == 0;
    QCOMPARE(bars[1], 100.0 * zeros / 6);
    const auto& seen = test::plot(panel, "sparsityUnion").series()[0].y;
    QCOMPARE(seen.size(), 5u);
    QCOMPARE(seen.back(), 100.0 * (6 - c.never) / 6);
}

void TestSparsityPanel::theThresholdIsNamedWhereZerosAreNotExact() {
    ViewState state;
    SparsityPanel panel(&state);
    const auto snapshot = test::hand_made(Activation::Gelu);
    test::settle(panel, snapshot);
    auto* threshold = panel.findChild<QDoubleSpinBox*>("sparsityThreshold");
    QVERIFY(threshold->isVisible());
    for (const double t : {0.1, 0.5}) {
        threshold->setFocus();
        threshold->selectAll();
        QTest::keyClicks(threshold, threshold->locale().toString(t));
        QTest::keyClick(threshold, Qt::Key_Return);
        QTRY_VERIFY(panel.isSettled());
        const Counts c = count(*snapshot, float(t));
        const QString limit = numberLabel(t);
        QVERIFY2(
            test::text(panel, "sparsityHeadline")
                .startsWith(
                    QString("%1 with |value| ≤ %2 · 5 tokens").arg(percentLabel(c.inactive / 30.0), limit)),
            qPrintable(test::text(panel, "sparsityHeadline")));
        QVERIFY(test::text(panel, "sparsityMeaning").contains("|value| > " + limit));
    }
}

void TestSparsityPanel::namesThreeLevels() {
    ViewState state;
    SparsityPanel panel(&state);
    const auto s = test::hand_made();
    test::settle(panel, s);
    const Tensor& hidden = s->stage(Stage::Hidden);
    double least = 6, most = 0, mean = 0, unions[] = {0, 0}, all = 0;
    for (qint64 row = 0; row < 5; ++row) {
        double active = 0;
        for (qint64 j = 0; j < 6; ++j)
            active += hidden.at(row, j) != 0;
        least = std::min(least, active);
        most = std::max(most, active);
        mean += active / 5;
    }
    for (qint64 j = 0; j < 6; ++j) {
        const bool first = hidden.at(0, j) != 0 || hidden.at(1, j) != 0 || hidden.at(2, j) != 0;
        const bool second = hidden.at(3, j) != 0 || hidden.at(4, j) != 0;
        unions[0] += first;
        unions[1] += second;
        all += first || second;
    }
    const QStringList lines = test::text(panel, "sparsityLevels").split('\n');
    QCOMPARE(lines[0], QString("Per token: %1 of the units active on average, %2 to %3.")
                           .arg(percentLabel(mean / 6), percentLabel(least / 6), percentLabel(most / 6)));
    QCOMPARE(lines[1], QString("Per sequence: %1 active at least once, mean of 2 sequence(s).")
                           .arg(percentLabel((unions[0] + unions[1]) / 12)));
    QCOMPARE(lines[2], QString("Per corpus (this batch): %1 active at least once in 5 token(s) seen.")
                           .arg(percentLabel(all / 6)));
}

void TestSparsityPanel::saysThatNanCountsAsActive() {
    ViewState state;
    SparsityPanel panel(&state);
    const auto snapshot = test::hand_made();
    test::settle(panel, snapshot);
    QVERIFY(!test::text(panel, "sparsityMeaning").contains("NaN"));
    const auto broken = std::make_shared<Snapshot>(*snapshot);
    const auto kept = snapshot->stage(Stage::Hidden).values();
    std::vector<float> values(kept.begin(), kept.end());
    values[1] = values[8] = std::numeric_limits<float>::quiet_NaN();
    test::put(*broken, Stage::Hidden, values);
    panel.setSnapshot(broken);
    QTRY_VERIFY(panel.isSettled());
    QVERIFY(test::text(panel, "sparsityMeaning").contains("2 NaN values count as active"));
}

void TestSparsityPanel::clicksAndKeysMoveTheCursor() {
    ViewState state;
    SparsityPanel panel(&state);
    const auto snapshot = test::hand_made();
    state.fitTo(6, 4, 6);
    test::settle(panel, snapshot);
    Plot& tokens = test::plot(panel, "sparsityByToken");
    test::click(tokens, 4);
    QCOMPARE(state.stage(), Stage::Hidden);
    QCOMPARE(state.row(), 4);
    QTest::keyClick(&tokens, Qt::Key_Left);
    QCOMPARE(state.row(), 3);
    Plot& units = test::plot(panel, "sparsityByUnit");
    test::click(units, 5); // the least active: unit 5, or an earlier one that is never active either
    const qint64 least = state.unit(StageWidth::Hidden);
    for (qint64 row = 0; row < 5; ++row)
        QCOMPARE(snapshot->stage(Stage::Hidden).at(row, least), 0.0f);
    QTest::keyClick(&units, Qt::Key_Home);
    for (qint64 row = 0; row < 5; ++row)
        QVERIFY(snapshot->stage(Stage::Hidden).at(row, state.unit(StageWidth::Hidden)) > 0);
    QCOMPARE(state.row(), 3);
    test::click(test::plot(panel, "sparsityUnion"), 1);
    QCOMPARE(state.row(), 1);
}

void TestSparsityPanel::theCursorIsMarked() {
    ViewState state;
    SparsityPanel panel(&state);
    state.fitTo(6, 4, 6);
    test::settle(panel, test::hand_made());
    state.pointAt(Stage::Output, 3, 0);
    QCOMPARE(test::plot(panel, "sparsityByToken").marker(), 3);
    state.pointAt(Stage::Output, 5, 0); // padding
    QCOMPARE(test::plot(panel, "sparsityByToken").marker(), -1);
}

void TestSparsityPanel::saysWhyThereIsNothing() {
    ViewState state;
    SparsityPanel panel(&state);
    const auto snapshot = test::hand_made();
    snapshot->kept[std::size_t(Stage::Hidden)] = nullptr;
    test::settle(panel, snapshot);
    bool said = false;
    for (const QLabel* label : panel.findChildren<QLabel*>())
        said = said || (label->isVisible() && label->text().contains("hidden stage was not kept"));
    QVERIFY(said);
    QVERIFY(!panel.findChild<QLabel*>("sparsityHeadline")->isVisible());
    test::settle(panel, test::hand_made());
    QVERIFY(panel.findChild<QLabel*>("sparsityHeadline")->isVisible());
}

void TestSparsityPanel::aHiddenPanelCatchesUp() {
    ViewState state;
    SparsityPanel panel(&state);
    QSignalSpy settled(&panel, &Panel::settled);
    panel.setSnapshot(test::hand_made());
    QVERIFY(panel.isSettled());
    QCOMPARE(test::text(panel, "sparsityHeadline"), QString());
    panel.show();
    QTRY_COMPARE(settled.count(), 1);
    QVERIFY(panel.isSettled());
    QVERIFY(test::text(panel, "sparsityHeadline").contains("5 tokens seen"));
}

static const ffn::test::Case<TestSparsityPanel> kCase;
#include "tst_sparsity_panel.moc"

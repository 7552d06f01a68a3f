#include "tests/test_case.h"
#include "tests/ui/panels/hand_made_snapshot.h"
#include "ui/panels/stage_histogram.h"

#include <QTest>

#include <cmath>

using namespace ffn;
using namespace ffn::ui;

class TestStageHistogram : public QObject {
    Q_OBJECT
  private slots:
    void countsEveryRealCellOnce();
    void zeroNanAndInfinitiesLieInNoBin();
    void zeroIsAnEdge();
    void hasNoBinsWithoutNonZeroValues();
    void aSingleValueStandsInABin();
};

void TestStageHistogram::countsEveryRealCellOnce() {
    const auto snapshot = test::hand_made();
    const StageHistogram h = stageHistogram(*snapshot, Stage::Hidden, 10);
    const Tensor& hidden = snapshot->stage(Stage::Hidden);
    qint64 zeros = 0;
    std::vector<qint64> counts(h.bins.size(), 0);
    for (const qint64 row : {0, 1, 2, 3, 4}) // row 5 is padding
        for (const float v : hidden.row(row)) {
            if (v == 0) ++zeros;
            for (std::size_t i = 0; i < h.bins.size() && v != 0; ++i)
                if (double(v) >= h.bins[i].low && (double(v) < h.bins[i].high || i + 1 == h.bins.size())) {
                    ++counts[i];
                    break;
                }
        }
    QCOMPARE(h.zeros, zeros);
    qint64 sum = zeros;
    for (std::size_t i = 0; i < h.bins.size(); ++i) {
        QCOMPARE(h.bins[i].count, counts[i]);
        sum += counts[i];
        if (counts[i] > 0) QCOMPARE(h.binOf(double(hidden.at(h.bins[i].row, h.bins[i].unit))), int(i));
    }
    QCOMPARE(sum, qint64(5 * test::kHiddenWidth));
}

void TestStageHistogram::zeroNanAndInfinitiesLieInNoBin() {
    const auto snapshot = test::hand_made(Activation::Relu, {1});
    test::put(*snapshot, Stage::Input, {0, NAN, INFINITY, 2});
    const StageHistogram h = stageHistogram(*snapshot, Stage::Input, 4);
    QCOMPARE(h.zeros, 1);
    qint64 counted = 0;
    for (const HistogramBin& bin : h.bins)
        counted += bin.count;
    QCOMPARE(counted, 1);
    for (const double v : {0.0, double(NAN), double(INFINITY), -1.0, 2.1})
        QCOMPARE(h.binOf(v), -1);
    QCOMPARE(h.binOf(2), 3);
}

void TestStageHistogram::zeroIsAnEdge() {
    const auto snapshot = test::hand_made(Activation::Relu, {1});
    test::put(*snapshot, Stage::Input, {-1, -0.001f, 0.001f, 2});
    const StageHistogram h = stageHistogram(*snapshot, Stage::Input, 7);
    QVERIFY(h.binOf(-0.001) + 1 == h.binOf(0.001));
    QCOMPARE(h.bins[std::size_t(h.binOf(0.001))].low, 0.0);
    QVERIFY(h.bins.size() <= 8);
}

void TestStageHistogram::hasNoBinsWithoutNonZeroValues() {
    const auto snapshot = test::hand_made(Activation::Relu, {1});
    test::put(*snapshot, Stage::Input, {0, 0, 0, -0.0f});
    const StageHistogram h = stageHistogram(*snapshot, Stage::Input, 7);
    QVERIFY(h.bins.empty());
    QCOMPARE(h.zeros, 4);
}

void TestStageHistogram::aSingleValueStandsInABin() {
    const auto snapshot = test::hand_made(Activation::Relu, {1});
    test::put(*snapshot, Stage::Input, {-3, -3, -3, -3});
    const StageHistogram h = stageHistogram(*snapshot, Stage::Input, 6);
    QCOMPARE(h.bins.size(), 6u);
    QCOMPARE(h.bins.front().count, 4);
}

static const ffn::test::Case<TestStageHistogram> kCase;
#include "tst_stage_histogram.moc"

#include "engine/core/error.h"
#include "tests/test_case.h"
#include "tests/ui/heatmap/snapshot_literal.h"
#include "ui/heatmap/map_coloring.h"

#include <QTest>

#include <cmath>

using namespace ffn;
using namespace ffn::ui;
using Kind = ValueRange::Kind;

class TestMapColoring : public QObject {
    Q_OBJECT
  private slots:
    void parsesRanges_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::newRow("auto") << int(Kind::Automatic) << 0.0 << 0.0;
        QTest::newRow("symmetric") << int(Kind::Symmetric) << 0.0 << 0.0;
        QTest::newRow("-1:2.5") << int(Kind::Typed) << -1.0 << 2.5;
        QTest::newRow("1e-3:1e3") << int(Kind::Typed) << 1e-3 << 1e3;
        QTest::newRow("p1:99") << int(Kind::Percentiles) << 1.0 << 99.0;
        QTest::newRow("p0.5:100") << int(Kind::Percentiles) << 0.5 << 100.0;
    }
    void parsesRanges() {
        const ValueRange range = parseValueRange(QTest::currentDataTag());
        QTEST(int(range.kind), "kind");
        QTEST(range.low, "low");
        QTEST(range.high, "high");
        QCOMPARE(parseValueRange(valueRangeText(range)), range);
    }

    void refusesWhatIsNoRange_data() {
        QTest::addColumn<QString>("says");
        QTest::newRow("") << "not a range";
        QTest::newRow("automatic") << "not a range";
        QTest::newRow("1:2:3") << "not a range";
        QTest::newRow("1:") << "no number";
        QTest::newRow("a:b") << "no number";
        QTest::newRow("nan:1") << "no number";
        QTest::newRow("-inf:1") << "no number";
        QTest::newRow("2:1") << "not below";
        QTest::newRow("1:1") << "not below";
        QTest::newRow("p-1:50") << "between 0 and 100";
        QTest::newRow("p1:101") << "between 0 and 100";
        QTest::newRow("0:1e39") << "float32";
    }
    void refusesWhatIsNoRange() {
        QFETCH(QString, says);
        try {
            parseValueRange(QTest::currentDataTag());
            QFAIL("it was taken");
        } catch (const Error& error) {
            const QString sentence = error.what();
            QVERIFY2(sentence.contains(says), qPrintable(sentence));
            QVERIFY(sentence.contains("symmetric")); // what would be right
        }
    }

    void endsOfEachKind() {
        auto snapshot = fixture::snapshotOf({{"a", "b"}, {"c"}});
        // −1 … 8 in the real cells; the padding row's zeros count nowhere.
        fixture::addStage(*snapshot, Stage::Hidden, 4,
                          [](auto row, auto unit) { return float(row * 4 + unit) - 1; });
        const auto ends = [&](const char* range, CellRect part = {}) {
            return rangeEnds(parseValueRange(range), *snapshot, Stage::Hidden, Reduction::SignedMaxAbs, part);
        };
        QCOMPARE(ends("auto"), std::pair(-10.f, 10.f));
        QCOMPARE(ends("symmetric"), std::pair(-10.f, 10.f));
        QCOMPARE(ends("-3:4"), std::pair(-3.f, 4.f));
        QCOMPARE(ends("p0:100"), std::pair(-1.f, 10.f));
        QCOMPARE(ends("p0:50"), std::pair(-1.f, 4.5f)); // the median of twelve values −1 … 10
        const ValueRange visible{Kind::Visible, 0, 0};
        QCOMPARE(rangeEnds(visible, *snapshot, Stage::Hidden, Reduction::SignedMaxAbs, {0, 1, 1, 2}),
                 std::pair(0.f, 1.f));
        QCOMPARE(rangeEnds({}, *snapshot, Stage::Hidden, Reduction::FractionNonZero, {}),
                 std::pair(0.f, 1.f));
    }

    void mapFollowsTheSigns() {
        auto snapshot = fixture::snapshotOf({{"a"}});
        fixture::addStage(*snapshot, Stage::PreActivation, 3,
                          [](auto, auto unit) { return float(unit) - 1; });
        fixture::addStage(*snapshot, Stage::Hidden, 3, [](auto, auto unit) { return float(unit); });
        const auto r = Reduction::SignedMaxAbs;
        QVERIFY(automaticMap(*snapshot, Stage::PreActivation, r, false)->diverging);
        QVERIFY(!automaticMap(*snapshot, Stage::Hidden, r, false)->diverging);
        QVERIFY(!automaticMap(*snapshot, Stage::PreActivation, Reduction::FractionNonZero, false)->diverging);
        QCOMPARE(
            QString::fromStdString(std::string(automaticMap(*snapshot, Stage::PreActivation, r, true)->name)),
            "blue_red_dark");
    }

    void noFiniteValueStillGivesARange() {
        auto snapshot = fixture::snapshotOf({{"a"}});
        fixture::addStage(*snapshot, Stage::Hidden, 2, [](auto, auto) { return std::nanf(""); });
        for (const char* range : {"auto", "symmetric", "p1:99"}) {
            const auto [low, high] =
                rangeEnds(parseValueRange(range), *snapshot, Stage::Hidden, Reduction::SignedMaxAbs, {});
            QVERIFY(low < high);
        }
    }
};

static const ffn::test::Case<TestMapColoring> kCase;
#include "tst_map_coloring.moc"

#include "tests/test_case.h"
#include "ui/heatmap/map_window.h"

#include <QRandomGenerator>
#include <QTest>

using namespace ffn::ui;

class TestMapWindow : public QObject {
    Q_OBJECT
  private slots:
    void neverLeavesTheData() {
        QRandomGenerator random(7);
        for (int i = 0; i < 2000; ++i) {
            const qint64 cells = 1 + random.bounded(5000);
            Stretch s = wholeStretch(cells);
            for (int step = 0; step < 8; ++step) {
                const double anchor = s.low + random.generateDouble() * s.size();
                s = zoomed(s, 0.3 + random.generateDouble() * 1.6, anchor, cells);
                s = moved(s, (random.generateDouble() - 0.5) * 2 * double(cells), cells);
                // Sums of a few doubles of size 5000: 1e-9 is far above their rounding.
                QVERIFY(s.low >= -0.5 - 1e-9 && s.high <= double(cells) - 0.5 + 1e-9);
                QVERIFY(s.size() >= 1 - 1e-9);
            }
        }
    }

    void zoomKeepsWhatIsUnderTheCursor() {
        const Stretch before{100, 300};
        const Stretch after = zoomed(before, 0.8, 150, 1000);
        QCOMPARE(after.size(), 160.0);
        QCOMPARE((150 - after.low) / after.size(), (150 - before.low) / before.size());
    }

    void zoomInAndOutComesBack() {
        const Stretch before{100, 300};
        const Stretch after = zoomed(zoomed(before, 0.5, 180, 1000), 2, 180, 1000);
        QCOMPARE(after.low, before.low);
        QCOMPARE(after.high, before.high);
    }

    void showsACellByMovingNoMoreThanNeeded_data() {
        QTest::addColumn<qint64>("cell");
        QTest::addColumn<double>("low");
        QTest::newRow("inside") << qint64(15) << 9.5;
        QTest::newRow("before") << qint64(3) << 2.5;
        QTest::newRow("after") << qint64(40) << 30.5;
    }
    void showsACellByMovingNoMoreThanNeeded() {
        QFETCH(qint64, cell);
        const Stretch s = showing({9.5, 19.5}, cell, 100);
        QTEST(s.low, "low");
        QCOMPARE(s.size(), 10.0);
    }

    void historyGoesBackAndForward() {
        const MapWindow a{{0, 1}, {0, 1}}, b{{0, 2}, {0, 2}}, c{{0, 3}, {0, 3}};
        ZoomHistory history;
        history.leave(a);
        history.leave(b);
        QVERIFY(!history.canGoForward());
        QCOMPARE(history.back(c).rows.high, 2.0);
        QCOMPARE(history.back(b).rows.high, 1.0);
        QVERIFY(!history.canGoBack());
        QCOMPARE(history.forward(a).rows.high, 2.0);
        history.leave(a);
        QVERIFY(!history.canGoForward());
    }
};

static const ffn::test::Case<TestMapWindow> kCase;
#include "tst_map_window.moc"

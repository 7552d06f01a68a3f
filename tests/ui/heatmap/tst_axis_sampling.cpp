#include "tests/test_case.h"
#include "ui/heatmap/axis_sampling.h"

#include <QTest>

#include <cmath>

using ffn::ui::AxisSampling;
using ffn::ui::sampleAxis;

class TestAxisSampling : public QObject {
    Q_OBJECT
  private slots:
    void aPixelShowsTheCellUnderItsCentre_data() {
        QTest::addColumn<double>("origin");
        QTest::addColumn<double>("pixelsPerCell");
        QTest::newRow("whole pixels") << 10.0 << 8.0;
        QTest::newRow("backwards") << 250.0 << -8.0;
        QTest::newRow("fractions") << -3.3 << 7.37;
        QTest::newRow("begins left of the window") << -5000.0 << 123.4;
        QTest::newRow("just a pixel") << 0.25 << 1.0;
    }
    void aPixelShowsTheCellUnderItsCentre() {
        QFETCH(double, origin);
        QFETCH(double, pixelsPerCell);
        const AxisSampling axis = sampleAxis(origin, pixelsPerCell, 100, 0, 300);
        QVERIFY(axis.exact);
        QVERIFY(!axis.empty());
        for (int pixel = axis.firstPixel; pixel < axis.pixelEnd(); ++pixel) {
            const double cell = double(axis.firstCell + axis.sample[std::size_t(pixel - axis.firstPixel)]);
            const double one = origin + pixelsPerCell * cell, other = one + pixelsPerCell;
            QVERIFY(pixel + 0.5 >= std::min(one, other) && pixel + 0.5 <= std::max(one, other));
        }
    }

    void everyCellHasAPixelWhereCellsAreWide() {
        const AxisSampling axis = sampleAxis(0, 1.7, 100, 0, 170);
        QCOMPARE(axis.firstCell, 0);
        QCOMPARE(axis.cells, 100);
        std::vector<bool> seen(100);
        for (const int sample : axis.sample)
            seen[std::size_t(sample)] = true;
        QVERIFY(std::find(seen.begin(), seen.end(), false) == seen.end());
    }

    void narrowCellsBecomeOneSampleAPixel_data() {
        QTest::addColumn<double>("pixelsPerCell");
        QTest::newRow("14 cells a pixel") << 1 / 14.0;
        QTest::newRow("1.3 cells a pixel") << 1 / 1.3;
        QTest::newRow("backwards") << -1 / 14.0;
    }
    void narrowCellsBecomeOneSampleAPixel() {
        QFETCH(double, pixelsPerCell);
        const int cells = 16384, wide = int(std::lround(cells * std::abs(pixelsPerCell)));
        const double origin = pixelsPerCell > 0 ? 20 : 20 + cells * std::abs(pixelsPerCell);
        const AxisSampling axis = sampleAxis(origin, pixelsPerCell, cells, 0, wide + 100);
        QVERIFY(!axis.exact);
        QCOMPARE(axis.cells, cells);
        QCOMPARE(axis.samples, wide);
        QCOMPARE(axis.firstPixel, 20);
        QCOMPARE(int(axis.sample.size()), wide);
        QCOMPARE(axis.sample.front(), pixelsPerCell > 0 ? 0 : wide - 1);
        QCOMPARE(axis.sample.back(), pixelsPerCell > 0 ? wide - 1 : 0);
    }

    void oneCellThinnerThanAPixelIsStillSeen() {
        QCOMPARE(sampleAxis(50.2, 0.1, 1, 0, 100).sample.size(), std::size_t(1));
        QCOMPARE(sampleAxis(99.95, 0.04, 1, 0, 100).sample.size(), std::size_t(1));
    }

    void nothingOutsideTheWindow() {
        QVERIFY(sampleAxis(200, 2, 10, 0, 100).empty());
        QVERIFY(sampleAxis(0, 2, 0, 0, 100).empty());
        QVERIFY(sampleAxis(0, 2, 10, 50, 50).empty());
    }
};

static const ffn::test::Case<TestAxisSampling> kCase;
#include "tst_axis_sampling.moc"

#include "engine/raster/pixel_grid.h"

#include "tests/test_case.h"

#include <QTest>

using namespace ffn;

class TestPixelGrid : public QObject {
    Q_OBJECT
  private slots:
    void everyCellIsInThePixelsItOverlaps_data();
    void everyCellIsInThePixelsItOverlaps();
    void magnifiedPixelTakesTheCellUnderItsCentre();
    void pixelsBesideTheDataAreEmpty();
    void levelsRoundOutwards();
};

void TestPixelGrid::everyCellIsInThePixelsItOverlaps_data() {
    QTest::addColumn<int>("start");
    QTest::addColumn<int>("span");
    QTest::addColumn<int>("pixels");
    QTest::newRow("one pixel") << 0 << 97 << 1;
    QTest::newRow("whole steps") << 3 << 90 << 30;
    QTest::newRow("primes") << 5 << 89 << 31;
    QTest::newRow("just over one cell") << 0 << 101 << 100;
    QTest::newRow("large") << 0 << 16384 << 1600;
}

void TestPixelGrid::everyCellIsInThePixelsItOverlaps() {
    QFETCH(int, start);
    QFETCH(int, span);
    QFETCH(int, pixels);
    const auto ranges = pixel_ranges({double(start), double(span), pixels, 1 << 20});
    QCOMPARE(int(ranges.size()), pixels);
    for (std::int64_t p = 0; p < pixels; ++p) {
        // In whole numbers: the pixel is [p·span/pixels, (p+1)·span/pixels).
        const std::int64_t first = start + p * span / pixels;
        const std::int64_t end = start + ((p + 1) * span + pixels - 1) / pixels;
        QCOMPARE(ranges[std::size_t(p)].begin, first);
        QCOMPARE(ranges[std::size_t(p)].end, end);
    }
}

void TestPixelGrid::magnifiedPixelTakesTheCellUnderItsCentre() {
    const auto ranges = pixel_ranges({10, 2, 5, 100}); // centres at 10.2, 10.6, 11.0, 11.4, 11.8
    const std::vector<CellRange> expected{{10, 11}, {10, 11}, {11, 12}, {11, 12}, {11, 12}};
    QVERIFY(ranges == expected);
}

void TestPixelGrid::pixelsBesideTheDataAreEmpty() {
    const auto ranges = pixel_ranges({-2, 8, 4, 3}); // pixels of two cells; the data are cells 0, 1, 2
    const std::vector<CellRange> expected{{}, {0, 2}, {2, 3}, {}};
    QVERIFY(ranges == expected);
}

void TestPixelGrid::levelsRoundOutwards() {
    const auto ranges = pixel_ranges({0, 30, 3, 30}, 2); // cells 0–9, 10–19, 20–29 in groups of four
    const std::vector<CellRange> expected{{0, 3}, {2, 5}, {5, 8}};
    QVERIFY(ranges == expected);
}

static const ffn::test::Case<TestPixelGrid> kCase;
#include "tst_pixel_grid.moc"

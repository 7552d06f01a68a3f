#include "tests/test_case.h"
#include "tests/ui/heatmap/snapshot_literal.h"
#include "ui/heatmap/map_coloring.h"
#include "ui/heatmap/map_image.h"
#include "ui/heatmap/thumbnail.h"

#include <QTest>

using namespace ffn;
using namespace ffn::ui;

namespace {

QRgb rgb(Rgb c) {
    return qRgb(c.r, c.g, c.b);
}

} // namespace

class TestMapImage : public QObject {
    Q_OBJECT
  private slots:
    void everyPixelHasItsCellsColour_data() {
        QTest::addColumn<bool>("transposed");
        QTest::addColumn<double>("unitPixels");
        QTest::addColumn<double>("rowPixels");
        for (const bool transposed : {false, true}) {
            QTest::addRow("large cells %d", transposed) << transposed << 13.3 << 9.7;
            QTest::addRow("units backwards %d", transposed) << transposed << -4.0 << 6.0;
            QTest::addRow("rows backwards %d", transposed) << transposed << 3.0 << -2.5;
        }
    }
    void everyPixelHasItsCellsColour() {
        QFETCH(bool, transposed);
        QFETCH(double, unitPixels);
        QFETCH(double, rowPixels);
        auto snapshot = fixture::snapshotOf({{"a", "b", "c"}});
        fixture::addStage(*snapshot, Stage::Input, 7, fixture::mixed);
        const Pyramid pyramid(snapshot->kept[std::size_t(Stage::Input)], snapshot->tokens,
                              Reduction::SignedMaxAbs);
        ColorScale scale;
        scale.map = color_map_from_name("blue_red");
        scale.low = -1;
        const auto origin = [](double pixels, int cells) { return pixels > 0 ? 0 : -pixels * cells; };
        const AxisSampling units = sampleAxis(origin(unitPixels, 7), unitPixels, 7, 0, 200);
        const AxisSampling rows = sampleAxis(origin(rowPixels, 3), rowPixels, 3, 0, 200);
        const QImage image = mapImage(pyramid, {units, rows, transposed}, scale);
        QCOMPARE(image.width(), int((transposed ? rows : units).sample.size()));
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                const int u =
                    int(std::floor(((transposed ? y : x) + 0.5 - origin(unitPixels, 7)) / unitPixels));
                const int r =
                    int(std::floor(((transposed ? x : y) + 0.5 - origin(rowPixels, 3)) / rowPixels));
                QCOMPARE(image.pixel(x, y), rgb(scale.color(fixture::mixed(r, u))));
            }
    }

    void aSpikeAmongManyIsSeenAndNoReductionHidesNaN() {
        auto snapshot = fixture::snapshotOf({{"a"}});
        const auto value = [](std::int64_t, std::int64_t unit) {
            return unit == 7777 ? -12.f : unit == 9000 ? std::nanf("") : 0.1f;
        };
        fixture::addStage(*snapshot, Stage::Hidden, 16384, value);
        const Pyramid pyramid(snapshot->kept[std::size_t(Stage::Hidden)], snapshot->tokens,
                              Reduction::SignedMaxAbs);
        ColorScale scale;
        scale.map = color_map_from_name("blue_red");
        scale.low = -12;
        scale.high = 12;
        const AxisSampling units = sampleAxis(0, 1000 / 16384.0, 16384, 0, 1000);
        const QImage image = mapImage(pyramid, {units, sampleAxis(0, 4, 1, 0, 4)}, scale);
        QCOMPARE(image.size(), QSize(1000, 4));
        QCOMPARE(image.pixel(7777 * 1000 / 16384, 0), rgb(scale.color(-12)));
        QCOMPARE(image.pixel(9000 * 1000 / 16384, 3), rgb(scale.nan));
    }

    void saysWhatAPixelIs() {
        const AxisSampling wide = sampleAxis(0, 12, 50, 0, 600), high = sampleAxis(0, 8, 10, 0, 80);
        const AxisSampling reduced = sampleAxis(0, 1 / 14.0, 16384, 0, 1200);
        QCOMPARE(pixelMeaning(wide, high, Reduction::SignedMaxAbs), "exact: 1 cell = 12 × 8 px");
        QCOMPARE(pixelMeaning(reduced, high, Reduction::SignedMaxAbs), "1 px = 14 × 1 cells, max |x|");
        QCOMPARE(pixelMeaning(reduced, reduced, Reduction::Mean), "1 px = 14 × 14 cells, mean");
    }

    void thumbnailsFillTheirCard() {
        auto snapshot = fixture::snapshotOf({{"a", "b"}});
        fixture::addStage(*snapshot, Stage::Hidden, 4,
                          [](auto row, auto unit) { return float(row * 4 + unit); });
        fixture::addStage(*snapshot, Stage::NormMean, 1, [](auto row, auto) { return row == 0 ? 1.f : 0.f; });
        const QImage map = stageThumbnail(*snapshot, Stage::Hidden, {40, 20}, false);
        QCOMPARE(map.size(), QSize(40, 20));
        const ColorMap* viridis = color_map_from_name("viridis");
        QCOMPARE(map.pixel(0, 0), rgb(viridis->colors[0]));
        QCOMPARE(map.pixel(39, 19), rgb(viridis->colors[255]));
        const QImage bars = stageThumbnail(*snapshot, Stage::NormMean, {40, 20}, true);
        QCOMPARE(bars.size(), QSize(40, 20));
        QVERIFY(bars.pixel(20, 2) != bars.pixel(20, 17)); // a bar over the whole width, then none
        QVERIFY(stageThumbnail(*snapshot, Stage::Output, {40, 20}, true).isNull());
    }
};

static const ffn::test::Case<TestMapImage> kCase;
#include "tst_map_image.moc"

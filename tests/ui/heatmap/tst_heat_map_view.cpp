#include "tests/test_case.h"
#include "tests/ui/heatmap/snapshot_literal.h"
#include "ui/heatmap/color_scale_bar.h"
#include "ui/heatmap/heat_map_view.h"
#include "ui/heatmap/map_navigator.h"
#include "ui/heatmap/map_plot.h"

#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace ffn;
using namespace ffn::ui;

namespace {

QRgb rgb(Rgb c) {
    return qRgb(c.r, c.g, c.b);
}

// A view with a state, shown and settled.
struct Shown {
    ViewState state;
    HeatMapView view{&state};

    explicit Shown(SnapshotPtr snapshot, Stage stage = Stage::Hidden) {
        state.setStage(stage);
        view.resize(900, 600);
        view.show();
        view.setSnapshot(std::move(snapshot));
        wait();
    }
    void wait() {
        QVERIFY(QTest::qWaitFor([&] { return view.isSettled(); }));
    }
    // Not through the cursor: on a screen smaller than the view it would stop at the edge.
    void hover(QPoint point) {
        QMouseEvent move(QEvent::MouseMove, point, view.plot()->mapToGlobal(point), Qt::NoButton,
                         Qt::NoButton, Qt::NoModifier);
        QCoreApplication::sendEvent(view.plot(), &move);
    }
    QPoint middle(qint64 row, qint64 unit) { return view.plot()->cellRect(row, unit).center().toPoint(); }
    QRgb pixel(QPoint point) {
        const QImage image = view.plot()->grab().toImage();
        return image.pixel(point * image.devicePixelRatio());
    }
};

std::shared_ptr<Snapshot> small() {
    auto snapshot = fixture::snapshotOf({{"The", "quick", "brown", "fox"}});
    fixture::addStage(*snapshot, Stage::Input, 8, fixture::mixed);
    fixture::addStage(*snapshot, Stage::Hidden, 12,
                      [](auto r, auto u) { return std::max(0.f, fixture::mixed(r, u)); });
    fixture::addStage(*snapshot, Stage::PreActivation, 12, fixture::mixed);
    fixture::addStage(*snapshot, Stage::NormMean, 1, fixture::mixed);
    return snapshot;
}

} // namespace

class TestHeatMapView : public QObject {
    Q_OBJECT
  private slots:
    void cellsHaveTheirColours() {
        Shown s(small(), Stage::PreActivation);
        const ColorScale scale = s.view.plot()->plottable()->scale();
        QVERIFY(scale.map->diverging);
        QCOMPARE(scale.low, -scale.high);
        for (const qint64 row : {0, 1, 3})
            for (const qint64 unit : {0, 5, 11}) {
                // Near the cell's corner, where no number is written.
                const QPoint corner = s.view.plot()->cellRect(row, unit).topLeft().toPoint() + QPoint(4, 4);
                QCOMPARE(s.pixel(corner), rgb(scale.color(fixture::mixed(row, unit))));
            }
    }

    void tokensRunDownwards() {
        Shown s(small());
        QVERIFY(s.middle(0, 0).y() < s.middle(3, 0).y());
        QVERIFY(s.middle(0, 0).x() < s.middle(0, 11).x());
        s.view.setTransposed(true);
        s.wait();
        QVERIFY(s.middle(0, 0).x() < s.middle(3, 0).x());
        QVERIFY(s.middle(0, 0).y() < s.middle(0, 11).y());
    }

    void hoverPointsAndTheReadOutIsTheData() {
        const auto snapshot = small();
        Shown s(snapshot);
        QSignalSpy said(&s.view, &HeatMapView::cellMeaningChanged);
        s.hover(s.middle(2, 7));
        QCOMPARE(s.state.row(), 2);
        QCOMPARE(s.state.unit(), 7);
        QVERIFY(!said.isEmpty());
        const QString expected = QString("token 2 “brown” · unit 7 · %1")
                                     .arg(double(snapshot->stage(Stage::Hidden).at(2, 7)), 0, 'g', 6);
        QCOMPARE(s.view.cellMeaning(), expected);
    }

    void clickPinsAndEscapeFrees() {
        Shown s(small());
        QTest::mouseClick(s.view.plot(), Qt::LeftButton, {}, s.middle(1, 3));
        QVERIFY(s.state.pinned());
        s.hover(s.middle(3, 9));
        QCOMPARE(s.state.unit(), 3);
        QTest::keyClick(&s.view, Qt::Key_Escape);
        QVERIFY(!s.state.pinned());
        s.hover(s.middle(3, 8));
        QCOMPARE(s.state.unit(), 8);
    }

    void arrowsMoveTheCellAndKeepItInSight() {
        Shown s(small());
        s.state.pointAt(Stage::Hidden, 0, 0);
        QTest::keyClick(&s.view, Qt::Key_Down);
        QTest::keyClick(&s.view, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(s.state.row(), 1);
        QCOMPARE(s.state.unit(), 10);
        QTest::keyClick(&s.view, Qt::Key_Right);
        QTest::keyClick(&s.view, Qt::Key_Right);
        QCOMPARE(s.state.unit(), 11);
        s.view.navigator()->goTo({{-0.5, 1.5}, {-0.5, 3.5}});
        QTest::keyClick(&s.view, Qt::Key_Down);
        const MapWindow w = s.view.plot()->mapWindow();
        QVERIFY(w.rows.low <= 1.5 && w.rows.high >= 2.5);
        QVERIFY(w.units.low <= 10.5 && w.units.high >= 11.5);
    }

    void wheelZoomsAtTheCursorAndTheWayLeadsBack() {
        Shown s(small());
        const MapWindow all = s.view.plot()->mapWindow();
        const QPoint at = s.middle(1, 4);
        const QPointF before = s.view.plot()->rowUnitAt(at);
        QWheelEvent turn(at, s.view.plot()->mapToGlobal(at), {}, {0, 240}, Qt::NoButton, Qt::NoModifier,
                         Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(s.view.plot(), &turn);
        const QPointF after = s.view.plot()->rowUnitAt(at);
        // The same place within a thousandth of a cell: pixels are rounded to doubles only.
        QVERIFY((after - before).manhattanLength() < 1e-3);
        QVERIFY(s.view.plot()->mapWindow().units.size() < all.units.size() * 0.7);
        QTest::keyClick(&s.view, Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(s.view.plot()->mapWindow(), all);
        QTest::keyClick(&s.view, Qt::Key_Right, Qt::AltModifier);
        QVERIFY(s.view.plot()->mapWindow() != all);
        QTest::keyClick(&s.view, Qt::Key_Home);
        QCOMPARE(s.view.plot()->mapWindow(), all);
    }

    void dragPansAndShiftDragZoomsToTheRectangle() {
        Shown s(small());
        QTest::mousePress(s.view.plot(), Qt::LeftButton, Qt::ShiftModifier,
                          s.view.plot()->cellRect(1, 2).topLeft().toPoint());
        QTest::mouseMove(s.view.plot(), s.middle(2, 4));
        QTest::mouseRelease(s.view.plot(), Qt::LeftButton, Qt::ShiftModifier,
                            s.view.plot()->cellRect(2, 5).bottomRight().toPoint());
        const MapWindow zoomed = s.view.plot()->mapWindow();
        // A pixel is about a hundredth of these cells.
        QVERIFY(std::abs(zoomed.rows.low - 0.5) < 0.05 && std::abs(zoomed.rows.high - 2.5) < 0.05);
        QVERIFY(std::abs(zoomed.units.low - 1.5) < 0.05 && std::abs(zoomed.units.high - 5.5) < 0.05);
        QVERIFY(!s.state.pinned());
        s.wait();
        const QPoint from = s.middle(1, 3);
        const QPointF held = s.view.plot()->rowUnitAt(from);
        QTest::mousePress(s.view.plot(), Qt::LeftButton, {}, from);
        QTest::mouseMove(s.view.plot(), from + QPoint(-60, 0));
        QTest::mouseRelease(s.view.plot(), Qt::LeftButton, {}, from + QPoint(-60, 0));
        QVERIFY(std::abs(s.view.plot()->rowUnitAt(from + QPoint(-60, 0)).y() - held.y()) < 1e-6);
        QVERIFY(!s.state.pinned());
    }

    void stagesOfTheSameWidthKeepTheZoom() {
        Shown s(small());
        s.view.navigator()->goTo({{0.5, 2.5}, {3.5, 8.5}});
        const MapWindow before = s.view.plot()->mapWindow();
        s.state.setStage(Stage::PreActivation);
        s.wait();
        QCOMPARE(s.view.plot()->mapWindow(), before);
        s.state.setStage(Stage::Input);
        s.wait();
        QCOMPARE(s.view.plot()->mapWindow().rows, before.rows);
        QCOMPARE(s.view.plot()->mapWindow().units, wholeStretch(8));
    }

    void oneRowAndOneCellFillTheMap_data() {
        QTest::addColumn<int>("units");
        QTest::newRow("one row") << 40;
        QTest::newRow("one cell") << 1;
    }
    void oneRowAndOneCellFillTheMap() {
        QFETCH(int, units);
        auto snapshot = fixture::snapshotOf({{"one"}});
        fixture::addStage(*snapshot, Stage::Hidden, units, [](auto, auto unit) { return float(unit + 1); });
        Shown s(snapshot);
        const QRect map = s.view.plot()->mapRect();
        QVERIFY(map.height() > 100 && map.width() > 30);
        const ColorScale scale = s.view.plot()->plottable()->scale();
        for (const int y : {map.top() + 3, map.bottom() - 3})
            QCOMPARE(s.pixel({map.left() + 3, y}), rgb(scale.color(1)));
    }

    void nanAndPaddingHaveColoursOfTheirOwn() {
        auto snapshot = fixture::snapshotOf({{"a", "b"}, {"c"}});
        fixture::addStage(*snapshot, Stage::Hidden, 3, [](auto row, auto unit) {
            return row == 1 && unit == 2 ? std::nanf("") : float(unit);
        });
        Shown s(snapshot);
        const ColorScale scale = s.view.plot()->plottable()->scale();
        QCOMPARE(s.pixel(s.view.plot()->cellRect(1, 2).topLeft().toPoint() + QPoint(5, 5)), rgb(scale.nan));
        QCOMPARE(s.view.scaleBar()->legend().nan, 1);
        QVERIFY(s.view.scaleBar()->legend().padding);
        const QPoint padding = s.middle(3, 1);
        int plain = 0; // between the hatching
        for (int i = 0; i < 9; ++i)
            plain += s.pixel(padding + QPoint(i + 6, 20)) == rgb(scale.padding);
        QVERIFY(plain > 0);
    }

    void rangeAndReductionReachTheScale() {
        Shown s(small(), Stage::PreActivation);
        s.view.setRange(parseValueRange("-0.25:0.5"));
        s.wait();
        QCOMPARE(s.view.plot()->plottable()->scale().low, -0.25f);
        QCOMPARE(s.view.scaleBar()->legend().scale.high, 0.5f);
        s.view.setReduction(Reduction::FractionNonZero);
        s.view.setRange({});
        s.wait();
        QCOMPARE(s.view.plot()->plottable()->scale().low, 0.f);
        QCOMPARE(s.view.plot()->plottable()->scale().high, 1.f);
        QCOMPARE(s.view.plot()->plottable()->pyramid()->reduction(), Reduction::FractionNonZero);
    }

    void draggingAnEndOfTheScaleSetsTheRange() {
        Shown s(small(), Stage::PreActivation);
        const QRectF bar = s.view.scaleBar()->bar();
        const float high = s.view.scaleBar()->legend().scale.high;
        const auto at = [&](double y) { return QPoint(int(bar.center().x()), int(y)); };
        QTest::mousePress(s.view.scaleBar(), Qt::LeftButton, {}, at(bar.top() + 1));
        QTest::mouseMove(s.view.scaleBar(), at(bar.top() + bar.height() / 4));
        QTest::mouseRelease(s.view.scaleBar(), Qt::LeftButton, {}, at(bar.top() + bar.height() / 4));
        s.wait();
        const ColorScale scale = s.view.scaleBar()->legend().scale;
        QCOMPARE(scale.low, -high);
        // A quarter of the bar is half of the upper half; a pixel is about 1/250 of the bar.
        QVERIFY(std::abs(scale.high - high / 2) < high * 0.02f);
    }

    void saysWhatAPixelIs() {
        auto snapshot = small();
        fixture::addStage(*snapshot, Stage::Projection, 16384, fixture::mixed);
        Shown s(snapshot);
        QVERIFY2(s.view.pixelMeaning().startsWith("exact: 1 cell ="), qPrintable(s.view.pixelMeaning()));
        s.state.setStage(Stage::Projection);
        s.wait();
        QVERIFY2(s.view.pixelMeaning().startsWith("1 px ="), qPrintable(s.view.pixelMeaning()));
    }

    void aMissingStageIsSaid() {
        Shown s(small());
        s.state.setStage(Stage::Gate);
        s.wait();
        QCOMPARE(s.view.plot()->rows(), 0);
        s.state.setStage(Stage::NormMean);
        s.wait();
        QCOMPARE(s.view.plot()->units(), 1);
    }

    // In any window and order: a cell's rectangle holds its centre, and the read-out there is the data.
    void theReadOutIsTheDataInEveryWindow_data() {
        QTest::addColumn<bool>("transposed");
        QTest::addColumn<bool>("ordered");
        for (const bool transposed : {false, true})
            for (const bool ordered : {false, true})
                QTest::addRow("%s %s", transposed ? "transposed" : "upright",
                              ordered ? "in an order" : "as it is")
                    << transposed << ordered;
    }
    void theReadOutIsTheDataInEveryWindow() {
        QFETCH(bool, transposed);
        QFETCH(bool, ordered);
        const auto snapshot = small();
        Shown s(snapshot, Stage::PreActivation);
        MapSettings chosen = s.view.settings();
        chosen.transposed = transposed;
        if (ordered) chosen.units = {OrderBy::Mean, {}}, chosen.rows = {OrderBy::Chosen, "2, 0"};
        s.view.setSettings(chosen);
        s.wait();
        std::mt19937 random(9);
        std::uniform_real_distribution<double> share(0, 1);
        for (int i = 0; i < 25; ++i) {
            const double row = 3 * share(random), unit = 10 * share(random);
            s.view.navigator()->goTo({{row - 0.5, row + 1 + share(random)}, {unit - 0.5, unit + 1.5}});
            s.wait();
            const MapWindow w = s.view.plot()->mapWindow();
            const auto r = qint64(std::ceil(w.rows.low)), u = qint64(std::ceil(w.units.low));
            const QRectF rect = s.view.plot()->cellRect(r, u);
            const QPointF centre = s.view.plot()->rowUnitAt(rect.center());
            QVERIFY(std::abs(centre.x() - double(r)) < 1e-9 && std::abs(centre.y() - double(u)) < 1e-9);
            const QRect seen = s.view.plot()->mapRect() & rect.toAlignedRect();
            s.hover(seen.center());
            const float value = snapshot->stage(Stage::PreActivation).at(s.state.row(), s.state.unit());
            QCOMPARE(s.view.plot()->plottable()->pyramid()->at(r, u), value);
            const QRgb corner = s.pixel(seen.topLeft() + QPoint(3, 3));
            QCOMPARE(corner, rgb(s.view.plot()->plottable()->scale().color(value)));
        }
    }

    void labelsTellTrueNumbersInAnyOrder() {
        Shown s(small());
        MapSettings chosen = s.view.settings();
        chosen.units = {OrderBy::Chosen, "7, 3"};
        chosen.rows = {OrderBy::Chosen, "3"};
        s.view.setSettings(chosen);
        s.wait();
        QCOMPARE(s.view.plot()->unitLabel(0), QString("7"));
        QCOMPARE(s.view.plot()->unitLabel(2), QString("0"));
        QCOMPARE(s.view.plot()->rowLabel(0), QString("fox"));
        s.hover(s.middle(0, 1));
        QCOMPARE(s.state.row(), 3);
        QCOMPARE(s.state.unit(), 3);
        QVERIFY(s.view.cellMeaning().startsWith("token 3 “fox” · unit 3"));
        QTest::keyClick(&s.view, Qt::Key_Right); // the next one shown
        QCOMPARE(s.state.unit(), 0);
        // Stages of the same width follow the hidden stage's order: a place means the same in all.
        chosen.units = {OrderBy::Activity, {}};
        s.view.setSettings(chosen);
        s.wait();
        const CellOrder order = s.view.plot()->plottable()->pyramid()->order();
        s.state.setStage(Stage::PreActivation);
        s.wait();
        QCOMPARE(s.view.plot()->plottable()->pyramid()->order(), order);
    }

    void oneRangeForAllStages() {
        Shown s(small());
        MapSettings chosen = s.view.settings();
        QCOMPARE(s.view.plot()->plottable()->scale().low, 0.f); // hidden: not below zero
        chosen.sharedRange = true;
        s.view.setSettings(chosen);
        s.wait();
        const ColorScale hidden = s.view.plot()->plottable()->scale();
        s.state.setStage(Stage::PreActivation);
        s.wait();
        const ColorScale pre = s.view.plot()->plottable()->scale();
        QCOMPARE(hidden.low, pre.low);
        QCOMPARE(hidden.high, pre.high);
        QVERIFY(pre.low < 0);
    }

    void controlDragMarksCells() {
        Shown s(small());
        const ShownPart before = *s.view.shownPart();
        QCOMPARE(before.cells, (CellRect{0, 0, 4, 12})); // what is seen: all
        QTest::mousePress(s.view.plot(), Qt::LeftButton, Qt::ControlModifier, s.middle(1, 2));
        QTest::mouseMove(s.view.plot(), s.middle(2, 4));
        QTest::mouseRelease(s.view.plot(), Qt::LeftButton, Qt::ControlModifier, s.middle(2, 5));
        QCOMPARE(s.view.shownPart()->cells, (CellRect{1, 2, 2, 4}));
        QVERIFY(!s.state.pinned());
        QTest::keyClick(&s.view, Qt::Key_Escape);
        QCOMPARE(s.view.shownPart()->cells, before.cells);
        s.view.markAll();
        s.state.setStage(Stage::Input); // another size: what was marked is no more
        s.wait();
        QCOMPARE(s.view.shownPart()->cells, (CellRect{0, 0, 4, 8}));
    }

    void goesToTheNextRowOfZeros() {
        auto snapshot = fixture::snapshotOf({{"a", "b", "c", "d"}});
        fixture::addStage(*snapshot, Stage::Hidden, 5,
                          [](auto row, auto unit) { return row % 2 == 1 || unit < 4 ? 0.f : 1.f; });
        Shown s(snapshot);
        s.state.pointAt(Stage::Hidden, 0, 2);
        QTest::keyClick(&s.view, Qt::Key_Z);
        s.wait();
        QCOMPARE(s.state.row(), 1);
        QCOMPARE(s.state.unit(), 2);
        QTest::keyClick(&s.view, Qt::Key_Z);
        s.wait();
        QCOMPARE(s.state.row(), 3);
        QTest::keyClick(&s.view, Qt::Key_Z);
        s.wait();
        QCOMPARE(s.state.row(), 1);
    }

    // More cells than are drawn in one frame: the first picture is made in the background, then the levels.
    void aLargeStageIsDrawnWholeAndStaysWhileItsOrderChanges() {
        auto snapshot = fixture::snapshotOf({std::vector<std::string>(1100, "t")});
        const auto value = [](std::int64_t row, std::int64_t unit) {
            return row == 777 && unit == 3333 ? 12.f : 0.25f;
        };
        fixture::addStage(*snapshot, Stage::Hidden, 4096, value);
        Shown s(snapshot);
        const auto spike = [&](qint64 row, qint64 unit) {
            const QRgb wanted = rgb(s.view.plot()->plottable()->scale().color(12));
            const QPoint at = s.view.plot()->cellRect(row, unit).center().toPoint();
            int seen = 0;
            for (int dx = -2; dx <= 2; ++dx)
                for (int dy = -2; dy <= 2; ++dy)
                    seen += s.pixel(at + QPoint(dx, dy)) == wanted;
            return seen > 0;
        };
        s.state.pointAt(Stage::Hidden, 5, 2000); // the crosshair is elsewhere
        QVERIFY(s.view.plot()->plottable()->pyramid()->has_levels());
        QVERIFY(spike(777, 3333));
        MapSettings chosen = s.view.settings();
        chosen.units = {OrderBy::Chosen, "3333"};
        s.view.setSettings(chosen);
        s.wait();
        QVERIFY(spike(777, 0));
    }

    void goesToTheLargestAndTheNextNaN() {
        auto snapshot = fixture::snapshotOf({{"a", "b", "c"}});
        fixture::addStage(*snapshot, Stage::Hidden, 5, [](auto row, auto unit) {
            return row == 2 && unit == 1 ? -9.f : row == 1 && unit == 4 ? std::nanf("") : 1.f;
        });
        Shown s(snapshot);
        QTest::keyClick(&s.view, Qt::Key_M);
        s.wait();
        QCOMPARE(s.state.row(), 2);
        QCOMPARE(s.state.unit(), 1);
        QTest::keyClick(&s.view, Qt::Key_N);
        s.wait();
        QCOMPARE(s.state.row(), 1);
        QCOMPARE(s.state.unit(), 4);
    }
};

static const ffn::test::Case<TestHeatMapView> kCase;
#include "tst_heat_map_view.moc"

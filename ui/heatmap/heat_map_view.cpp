#include "ui/heatmap/heat_map_view.h"

#include "ui/activity.h"
#include "ui/heatmap/cell_search.h"
#include "ui/heatmap/color_scale_bar.h"
#include "ui/heatmap/map_navigator.h"
#include "ui/heatmap/map_options.h"
#include "ui/heatmap/map_plot.h"
#include "ui/heatmap/short_number.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>

#include <cmath>

namespace ffn::ui {
namespace {

constexpr int kBins = 96;

} // namespace

HeatMapView::HeatMapView(ViewState* state, QWidget* parent, MapOf of)
    : QWidget(parent), m_state(state), m_plot(new MapPlot(this)), m_scaleBar(new ColorScaleBar(this)),
      m_navigator(new MapNavigator(m_plot)), m_options(new MapOptions(this)), m_note(new QLabel(m_plot)),
      m_caption(new QLabel(this)) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Heat map of the chosen stage"));
    m_plot->setOf(of);
    m_options->setOf(of);
    layOut();
    connectParts();
    m_recolorLater.setSingleShot(true);
    m_recolorLater.setInterval(60);
    showNothing(tr("Nothing computed yet"));
}

HeatMapView::~HeatMapView() = default;

void HeatMapView::layOut() {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_options);
    column->addWidget(m_caption);
    QFont bold;
    bold.setBold(true);
    m_caption->setFont(bold);
    m_caption->setContentsMargins(8, 0, 8, 2);
    m_caption->hide();
    auto* row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(m_plot, 1);
    row->addWidget(m_scaleBar);
    column->addLayout(row, 1);
    m_note->setAlignment(Qt::AlignCenter);
    m_note->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto* over = new QVBoxLayout(m_plot);
    over->addWidget(m_note);
}

void HeatMapView::connectParts() {
    connect(m_state, &ViewState::stageChanged, this, &HeatMapView::rebuild);
    connect(m_state, &ViewState::cellChanged, this, &HeatMapView::followCell);
    connect(m_state, &ViewState::pinnedChanged, this, &HeatMapView::followCell);
    connect(m_state, &ViewState::litChanged, this, &HeatMapView::followLit);
    connect(m_state, &ViewState::thresholdChanged, this, [this] {
        if (settings().margins == Margins::Activity) recolor();
    });
    connect(m_navigator, &MapNavigator::hovered, this, [this](qint64 row, qint64 unit) {
        if (m_shownStage == m_state->stage()) m_state->hover(order().row(row), order().unit(unit));
    });
    connect(m_navigator, &MapNavigator::clicked, this, &HeatMapView::click);
    connect(m_navigator, &MapNavigator::marked, this, [this](QPoint from, QPoint to) {
        const QRect all = QRect(from, QSize(1, 1)).united(QRect(to, QSize(1, 1)));
        mark(from.x() < 0 ? CellRect() : CellRect{all.x(), all.y(), all.width(), all.height()});
    });
    connect(m_navigator, &MapNavigator::doubleClicked, this, [this] {
        if (m_pinnedByClick) m_state->setPinned(false); // the first of the two clicks meant no pin
    });
    connect(m_navigator, &MapNavigator::windowChanged, this, [this] {
        if (settings().range.kind == ValueRange::Kind::Visible) m_recolorLater.start();
    });
    connect(&m_recolorLater, &QTimer::timeout, this, &HeatMapView::recolor);
    connect(m_options, &MapOptions::changed, this, &HeatMapView::followSettings);
    connect(m_options, &MapOptions::refused, this, &HeatMapView::failed);
    connect(m_plot, &MapPlot::drawn, this, &HeatMapView::followPlot);
    connect(m_scaleBar, &ColorScaleBar::endsChosen, this, [this](float low, float high) {
        setRange({ValueRange::Kind::Typed, double(low), double(high)});
    });
    connect(m_scaleBar, &ColorScaleBar::resetAsked, this, [this] { setRange({}); });
    // Queued: it is asked for in the middle of a frame.
    connect(m_plot->plottable(), &HeatMapPlottable::rasterWanted, this, &HeatMapView::drawInBackground,
            Qt::QueuedConnection);
    for (JobRunner* job : {&m_preparing, &m_drawing, &m_building, &m_coloring, &m_searching}) {
        connect(job, &JobRunner::failed, this, &HeatMapView::failed);
        connect(job, &JobRunner::busyChanged, this, &HeatMapView::settle, Qt::QueuedConnection);
    }
}

const MapSettings& HeatMapView::settings() const {
    return m_options->settings();
}

void HeatMapView::setSnapshot(SnapshotPtr snapshot) {
    showWith(std::move(snapshot), {});
}

void HeatMapView::setDifference(SnapshotPtr difference, const QString& name) {
    showWith(std::move(difference), tr("Difference against %1").arg(name));
}

void HeatMapView::showWith(SnapshotPtr snapshot, const QString& caption) {
    m_snapshot = std::move(snapshot);
    m_caption->setText(caption);
    m_caption->setVisible(!caption.isEmpty());
    rebuild();
}

void HeatMapView::rebuild() {
    m_settled = false;
    const Stage stage = m_state->stage();
    if (!m_snapshot) return showNothing(tr("Nothing computed yet"));
    if (!m_snapshot->has(stage)) return showNothing(tr("This block has no such stage"));
    const auto values = m_snapshot->kept[std::size_t(stage)];
    if (values->size() == 0) return showNothing(tr("No tokens"));
    m_drawing.stop();
    m_building.stop();
    const MapSettings chosen = settings();
    const bool large = values->size() > HeatMapPlottable::kDrawnAtOnce;
    const bool ordered = chosen.units.by != OrderBy::Number || chosen.rows.by != OrderBy::Number;
    const auto prepare = [snapshot = m_snapshot, stage, chosen, last = m_cells](const Progress& progress) {
        Prepared p;
        p.cells = orderCells(*snapshot, stage, chosen.units, chosen.rows, last, progress);
        return p;
    };
    if (!large && !ordered) {
        m_preparing.stop();
        return present(prepare({}), m_snapshot, stage);
    }
    // The layout stays where the size does: then the old picture stays until the new one is ready.
    const bool sameSize = values->rows() == m_plot->rows() && values->dim() == m_plot->units();
    const MapSampling sampling =
        large && sameSize ? m_plot->plottable()->sampling(m_plot->bufferDevicePixelRatio()) : MapSampling();
    m_preparing.start<Prepared>(
        [=, snapshot = m_snapshot](const Progress& progress) {
            Prepared p = prepare(progress);
            p.sampling = sampling;
            const Pyramid flat(values, std::make_shared<const TokenBatch>(tokensOf(*snapshot, stage)),
                               chosen.reduction, p.cells->order());
            ThreadPool pool;
            p.first = mapRaster(flat, sampling, &pool, progress.stop);
            return p;
        },
        [this, snapshot = m_snapshot, stage](const Prepared& p) {
            if (snapshot == m_snapshot && stage == m_state->stage()) present(p, snapshot, stage);
        });
}

void HeatMapView::present(const Prepared& prepared, const SnapshotPtr& snapshot, Stage stage) {
    m_cells = prepared.cells;
    const auto values = snapshot->kept[std::size_t(stage)];
    showPyramid(std::make_shared<const Pyramid>(
                    values, std::make_shared<const TokenBatch>(tokensOf(*snapshot, stage)),
                    settings().reduction, m_cells->order()),
                snapshot, stage);
    if (!prepared.first.values.empty()) m_plot->setRaster(prepared.first, prepared.sampling);
    const bool waits = values->size() > HeatMapPlottable::kDrawnAtOnce && prepared.first.values.empty();
    if (!waits) return build(snapshot, stage);
    // The rest is for after the first picture, which is to have the processor to itself.
    m_coloring.stop();
    m_note->setText(tr("Drawing…"));
    m_note->setVisible(true);
}

void HeatMapView::build(const SnapshotPtr& snapshot, Stage stage) {
    const auto flat = m_plot->plottable()->pyramid();
    m_building.start<PyramidPtr>(
        [flat, values = snapshot->kept[std::size_t(stage)],
         tokens = std::make_shared<const TokenBatch>(tokensOf(*snapshot, stage))](const Progress& progress) {
            return Pyramid::build(values, tokens, flat->reduction(), progress, 0, flat->order());
        },
        [this, flat, snapshot, stage](PyramidPtr pyramid) {
            if (flat == m_plot->plottable()->pyramid()) showPyramid(std::move(pyramid), snapshot, stage);
        });
}

void HeatMapView::drawInBackground(const MapSampling& sampling) {
    const auto flat = m_plot->plottable()->pyramid();
    if (!flat) return;
    struct Drawn {
        RasterImage raster;
    };
    m_drawing.start<Drawn>(
        [flat, sampling](const Progress& progress) {
            ThreadPool pool;
            return Drawn{mapRaster(*flat, sampling, &pool, progress.stop)};
        },
        [this, flat, sampling](Drawn drawn) {
            if (flat != m_plot->plottable()->pyramid()) return;
            m_plot->setRaster(std::move(drawn.raster), sampling);
            if (m_note->isHidden()) return;
            m_note->setVisible(false);
            recolor();
            build(m_shown, m_shownStage);
        });
}

void HeatMapView::showNothing(const QString& why) {
    for (JobRunner* job : {&m_preparing, &m_drawing, &m_building, &m_coloring})
        job->stop();
    m_shown.reset();
    m_plot->setContent(nullptr, {});
    m_plot->setCell(-1, -1, false);
    m_scaleBar->setVisible(false);
    m_note->setText(why);
    m_note->setVisible(true);
}

void HeatMapView::showPyramid(PyramidPtr pyramid, const SnapshotPtr& snapshot, Stage stage) {
    const bool same = m_shown == snapshot && m_shownStage == stage;
    const Shape shape = snapshot->shape(stage);
    m_shown = snapshot;
    m_shownStage = stage;
    m_labels = RowLabels(snapshot->tokens, shape.batch, shape.len);
    const auto& before = m_plot->plottable()->pyramid();
    const bool sameSize = before && pyramid->rows() == before->rows() && pyramid->units() == before->units();
    if (!sameSize) m_navigator->forgetWay();
    if (!sameSize || !(before->order() == pyramid->order())) mark({});
    const StageSummary& summary = snapshot->summary(stage);
    m_plot->setProfileSpan(summary.finite ? summary.min : 0, summary.finite ? summary.max : 1);
    m_plot->setContent(std::move(pyramid), m_labels);
    m_note->setVisible(false);
    m_scaleBar->setVisible(true);
    const bool sameColors = same && m_applied == settings();
    if (!sameColors) recolor();
    followLit();
    followCell();
}

// Differences have two signs, also where all of them happen to have the same.
MapSettings HeatMapView::coloringSettings() const {
    MapSettings chosen = settings();
    if (m_caption->text().isEmpty() || chosen.reduction == Reduction::FractionNonZero) return chosen;
    if (chosen.map.isEmpty()) chosen.map = "blue_red";
    if (chosen.range.kind == ValueRange::Kind::Automatic) chosen.range.kind = ValueRange::Kind::Symmetric;
    return chosen;
}

void HeatMapView::recolor() {
    if (!m_shown) return;
    m_settled = false;
    m_applied = settings();
    const SnapshotPtr snapshot = m_shown;
    const Stage stage = m_shownStage;
    const MapSettings chosen = coloringSettings();
    const CellRect part = visibleCells();
    const float threshold = chosen.margins == Margins::Activity ? activityThreshold(*m_state, *snapshot) : 0;
    const bool reads = readsValues(chosen.range, chosen.reduction);
    const bool keepOld = reads && m_scaleBar->legend().scale.map;
    const auto ends = [=, order = order()](const ValueRange& range, const Progress& progress) {
        if (chosen.sharedRange && info(stage).width != StageWidth::One)
            return sharedEnds(range, *snapshot, chosen.reduction, progress);
        return rangeEnds(range, *snapshot, stage, chosen.reduction, part, progress, order);
    };
    if (!keepOld) applyColoring(stage, {ends(reads ? ValueRange{} : chosen.range, {}), {}, {}});
    m_coloring.start<Coloring>(
        [=](const Progress& progress) {
            Coloring c;
            c.ends = ends(chosen.range, progress);
            if (chosen.margins == Margins::Activity && info(stage).width != StageWidth::One)
                c.margins =
                    active_margins(snapshot->stage(stage), tokensOf(*snapshot, stage), threshold, progress);
            if (chosen.reduction == Reduction::FractionNonZero || !(c.ends.first < c.ends.second)) return c;
            c.histogram =
                value_histogram(snapshot->stage(stage), tokensOf(*snapshot, stage), double(c.ends.first),
                                double(c.ends.second), kBins, nullptr, progress);
            return c;
        },
        [this, snapshot, stage](const Coloring& c) {
            if (snapshot == m_shown && stage == m_shownStage) applyColoring(stage, c);
        });
}

void HeatMapView::applyColoring(Stage stage, const Coloring& coloring) {
    const bool dark = plotColors(palette()).dark;
    const Reduction reduction = settings().reduction;
    const StageSummary& summary = m_shown->summary(stage);
    ScaleLegend legend;
    legend.scale.map = mapFromName(coloringSettings().map, *m_shown, stage, reduction, dark);
    std::tie(legend.scale.low, legend.scale.high) = coloring.ends;
    legend.scale.transfer = settings().transfer;
    legend.scale.padding = paddingColor(dark);
    legend.histogram = coloring.histogram;
    if (reduction != Reduction::FractionNonZero && summary.finite > 0) {
        legend.dataLow = summary.min;
        legend.dataHigh = summary.max;
    } else {
        legend.dataLow = legend.scale.low;
        legend.dataHigh = legend.scale.high;
    }
    legend.nan = summary.nan;
    legend.posInf = summary.pos_inf;
    legend.negInf = summary.neg_inf;
    legend.padding = m_labels.hasPadding();
    if (settings().margins == Margins::Cursor || !coloring.margins.rows.empty())
        m_plot->setMargins(coloring.margins);
    m_options->showEnds(legend.scale.low, legend.scale.high);
    m_scaleBar->setLegend(legend);
    m_plot->setScale(legend.scale);
}

void HeatMapView::followSettings(const MapSettings& chosen) {
    m_plot->setTransposed(chosen.transposed);
    m_settled = false;
    const bool ordered =
        m_cells && m_cells->units.asked == chosen.units && m_cells->rows.asked == chosen.rows;
    const auto pyramid = m_plot->plottable()->pyramid();
    if (m_shown && pyramid && (pyramid->reduction() != chosen.reduction || !ordered))
        rebuild();
    else
        recolor();
}

const CellOrder& HeatMapView::order() const {
    static const CellOrder kAsTheyAre;
    const auto& pyramid = m_plot->plottable()->pyramid();
    return pyramid ? pyramid->order() : kAsTheyAre;
}

CellRect HeatMapView::visibleCells() const {
    const MapWindow& w = m_plot->mapWindow();
    const auto first = [](double low) { return std::max<qint64>(0, qint64(std::floor(low + 0.5))); };
    const auto end = [](double high, qint64 n) { return std::min<qint64>(n, qint64(std::ceil(high + 0.5))); };
    const qint64 row = first(w.rows.low), unit = first(w.units.low);
    return {row, unit, end(w.rows.high, m_plot->rows()) - row, end(w.units.high, m_plot->units()) - unit};
}

void HeatMapView::followPlot() {
    const QRect map = m_plot->mapRect();
    m_scaleBar->alignTo(map.top(), map.bottom());
    const QString meaning = m_plot->pixelMeaning();
    if (meaning != m_meaning) {
        m_meaning = meaning;
        emit pixelMeaningChanged(meaning);
    }
    settle();
}

bool HeatMapView::isSettled() const {
    return !m_preparing.busy() && !m_drawing.busy() && !m_building.busy() && !m_coloring.busy() &&
           !m_searching.busy() && !m_recolorLater.isActive() && m_plot->isFresh();
}

void HeatMapView::settle() {
    if (m_settled || !isSettled()) return;
    m_settled = true;
    emit settled();
}

} // namespace ffn::ui

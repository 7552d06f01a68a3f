#include "ui/heatmap/map_plot.h"

#include "ui/heatmap/cursor_overlay.h"
#include "ui/heatmap/map_image.h"
#include "ui/heatmap/map_tickers.h"
#include "ui/heatmap/profile_strip.h"

#include <QWindow>

namespace ffn::ui {
namespace {

constexpr int kOneUnitWidth = 72; // a stage of one value a token is a slim column beside its bars

QCPRange rangeOf(const Stretch& stretch) {
    return {stretch.low, stretch.high};
}

} // namespace

MapPlot::MapPlot(QWidget* parent) : QCustomPlot(parent) {
    setFocusPolicy(Qt::NoFocus); // the view around it takes the keys
    setMouseTracking(true);
    setInteractions(QCP::iNone);
    setNoAntialiasingOnDrag(false);
    addLayer("cursor", layer("axes"), limAbove);
    layer("cursor")->setMode(QCPLayer::lmBuffered);
    layOut();
    m_map = new HeatMapPlottable(m_x, m_y);
    m_cursor = new CursorOverlay(this);
    m_tokenTicks.reset(new TokenTicker(m_y));
    m_unitTicks.reset(new UnitTicker(m_x));
    connect(this, &QCustomPlot::afterReplot, this, &MapPlot::settleLayout);
    placeAxes();
    colorAll();
}

void MapPlot::layOut() {
    plotLayout()->clear();
    m_rect = new QCPAxisRect(this, true);
    m_x = m_rect->axis(QCPAxis::atBottom);
    m_y = m_rect->axis(QCPAxis::atLeft);
    m_y->setRangeReversed(true);
    m_rect->setSizeConstraintRect(QCPLayoutElement::scrInnerRect);
    m_top = new ProfileStrip(this, ProfileStrip::Side::Top);
    m_right = new ProfileStrip(this, ProfileStrip::Side::Right);
    m_right->cellAxis()->setRangeReversed(true);
    plotLayout()->addElement(1, 0, m_rect);
    plotLayout()->addElement(0, 0, m_top->rect());
    plotLayout()->addElement(1, 1, m_right->rect());
    plotLayout()->setRowSpacing(6);
    plotLayout()->setColumnSpacing(6);
    auto* sides = new QCPMarginGroup(this);
    auto* ends = new QCPMarginGroup(this);
    for (QCPAxisRect* rect : {m_rect, m_top->rect()})
        rect->setMarginGroup(QCP::msLeft | QCP::msRight, sides);
    for (QCPAxisRect* rect : {m_rect, m_right->rect()})
        rect->setMarginGroup(QCP::msTop | QCP::msBottom, ends);
    for (QCPAxisRect* rect : axisRects())
        for (QCPAxis* axis : rect->axes()) {
            axis->setLayer("axes");
            axis->grid()->setLayer("grid");
        }
    m_y->setOffset(1); // its line beside the first cells, not on them
    for (QCPAxis* axis : {m_x, m_y}) {
        axis->grid()->setVisible(false);
        axis->setTickLengthIn(0);
        axis->setTickLengthOut(4);
        axis->setNumberFormat("g");
    }
}

void MapPlot::placeAxes() {
    QCPAxis* rowAxis = m_transposed ? m_x : m_y;
    QCPAxis* unitAxis = m_transposed ? m_y : m_x;
    m_map->setKeyAxis(unitAxis);
    m_map->setValueAxis(rowAxis);
    const bool seen = rows() > 0 && units() > 0;
    m_tokenTicks.reset(new TokenTicker(rowAxis));
    m_tokenTicks->setLabels(m_labels);
    m_unitTicks.reset(new UnitTicker(unitAxis));
    m_unitTicks->setUnits(units(), m_map->pyramid() ? m_map->pyramid()->order() : CellOrder());
    m_rect->setVisible(seen);
    rowAxis->setTicker(m_tokenTicks);
    unitAxis->setTicker(m_unitTicks);
    rowAxis->setLabel({});
    const QString unit = m_of == MapOf::Stage ? tr("unit") : tr("column");
    unitAxis->setLabel(oneUnit() ? QString() : unit);
    rowAxis->setTicks(seen);
    rowAxis->setTickLabels(seen);
    unitAxis->setTickLabels(seen && !oneUnit());
    unitAxis->setTicks(seen && !oneUnit());
    m_x->setTickLabelRotation(m_transposed ? 90 : 0);
    const int room = seen ? m_tokenTicks->widestLabel() + 14 : 0;
    m_rect->setMinimumMargins(m_transposed ? QMargins(0, oneUnit() ? 8 : 0, 0, room)
                                           : QMargins(room, oneUnit() ? 8 : 0, 0, 0));
    m_top->setShown(seen && !(oneUnit() && !m_transposed));
    m_right->setShown(seen && !(oneUnit() && m_transposed));
    m_top->setWide(oneUnit() && m_transposed);
    m_right->setWide(oneUnit() && !m_transposed);
    if (oneUnit()) (m_transposed ? m_right : m_top)->setShown(false);
    const int most = QWIDGETSIZE_MAX;
    m_rect->setMaximumSize(oneUnit() && !m_transposed ? kOneUnitWidth : most,
                           oneUnit() && m_transposed ? kOneUnitWidth : most);
}

void MapPlot::setContent(std::shared_ptr<const Pyramid> pyramid, const RowLabels& labels) {
    const qint64 oldRows = rows(), oldUnits = units();
    m_labels = pyramid ? labels.shownIn(pyramid->order()) : labels;
    m_map->setContent(std::move(pyramid), m_labels);
    placeAxes();
    if (rows() != oldRows) m_window.rows = wholeStretch(rows());
    if (units() != oldUnits) m_window.units = wholeStretch(units());
    setMapWindow(m_window);
    showProfiles();
}

void MapPlot::setScale(const ColorScale& scale) {
    m_map->setScale(scale);
    refresh();
}

void MapPlot::setProfileSpan(float low, float high) {
    m_span = {low, high};
    showProfiles();
    refresh();
}

void MapPlot::setMargins(ActiveMargins margins) {
    const bool same = margins.rows.empty() && m_margins.rows.empty();
    m_margins = std::move(margins);
    if (same) return;
    showProfiles();
    refresh();
}

void MapPlot::setTransposed(bool transposed) {
    if (transposed == m_transposed) return;
    m_transposed = transposed;
    placeAxes();
    setMapWindow(m_window);
    showProfiles();
}

void MapPlot::setMapWindow(const MapWindow& window) {
    m_window = {bounded(window.rows, rows()), bounded(window.units, units())};
    const Stretch& across = m_transposed ? m_window.rows : m_window.units;
    const Stretch& down = m_transposed ? m_window.units : m_window.rows;
    m_x->setRange(rangeOf(across));
    m_top->cellAxis()->setRange(rangeOf(across));
    m_y->setRange(rangeOf(down));
    m_right->cellAxis()->setRange(rangeOf(down));
    m_top->showStretch();
    m_right->showStretch();
    refresh();
}

void MapPlot::setCell(qint64 row, qint64 unit, bool pinned) {
    const bool moved = row != m_cursor->row() || unit != m_cursor->unit();
    m_cursor->setCell(row, unit, pinned);
    if (moved) showProfiles();
    layer("cursor")->replot();
}

void MapPlot::showProfiles() {
    std::vector<float> alongUnits, alongRows;
    const qint64 row = m_cursor->row(), unit = m_cursor->unit();
    const bool activity =
        qint64(m_margins.rows.size()) == rows() && qint64(m_margins.units.size()) == units();
    if (m_map->pyramid() && (activity || hasCell(row, unit))) {
        const Pyramid& shown = *m_map->pyramid();
        alongUnits.resize(std::size_t(units()));
        for (qint64 u = 0; u < units(); ++u)
            alongUnits[std::size_t(u)] =
                activity ? m_margins.units[std::size_t(shown.order().unit(u))] : shown.at(row, u);
        alongRows.resize(std::size_t(rows()));
        for (qint64 r = 0; r < rows(); ++r)
            alongRows[std::size_t(r)] = activity ? m_margins.rows[std::size_t(shown.order().row(r))]
                                        : m_labels.isPadding(r) ? std::nanf("")
                                                                : shown.at(r, unit);
    }
    for (ProfileStrip* strip : {m_top, m_right})
        activity ? strip->setSpan(0, 1) : strip->setSpan(m_span.first, m_span.second);
    (m_transposed ? m_right : m_top)->setValues(alongUnits, unit);
    (m_transposed ? m_top : m_right)->setValues(alongRows, row);
}

void MapPlot::setBand(const QRect& band) {
    m_cursor->setBand(band);
    layer("cursor")->replot();
}

void MapPlot::setMarked(const CellRect& cells) {
    m_cursor->setMarked(cells);
    layer("cursor")->replot();
}

void MapPlot::setLit(std::vector<qint64> rows) {
    m_cursor->setLit(std::move(rows));
    layer("cursor")->replot();
}

void MapPlot::setFocusFrame(bool focused) {
    m_cursor->setFocused(focused);
    layer("cursor")->replot();
}

qint64 MapPlot::rows() const {
    return m_map->pyramid() ? m_map->pyramid()->rows() : 0;
}

qint64 MapPlot::units() const {
    return m_map->pyramid() ? m_map->pyramid()->units() : 0;
}

bool MapPlot::hasCell(qint64 row, qint64 unit) const {
    return row >= 0 && row < rows() && unit >= 0 && unit < units();
}

QRect MapPlot::mapRect() const {
    return m_rect->rect();
}

QRectF MapPlot::cellRect(qint64 row, qint64 unit) const {
    return m_map->cellRect(row, unit);
}

QPointF MapPlot::rowUnitAt(QPointF point) const {
    const double x = m_x->pixelToCoord(point.x()), y = m_y->pixelToCoord(point.y());
    return m_transposed ? QPointF(x, y) : QPointF(y, x);
}

QString MapPlot::pixelMeaning() const {
    if (!m_map->pyramid()) return {};
    const MapSampling sampling = m_map->sampling(bufferDevicePixelRatio());
    return ui::pixelMeaning(sampling.units, sampling.rows, m_map->pyramid()->reduction());
}

QString MapPlot::unitLabel(qint64 unit) const {
    return QString::number(m_map->pyramid() ? m_map->pyramid()->order().unit(unit) : unit);
}

void MapPlot::setRaster(RasterImage raster, const MapSampling& sampling) {
    m_map->setRaster(std::move(raster), sampling);
    refresh();
}

void MapPlot::refresh() {
    m_fresh = false;
    replot(rpQueuedReplot);
}

QPointF MapPlot::pointedCell() const {
    return QPointF(double(m_cursor->row()), double(m_cursor->unit()));
}

void MapPlot::settleLayout() {
    m_fresh = m_laidOut == mapRect() && !m_map->isStale();
    // Ticks are chosen before the layout knows its size; once more when the size has changed since.
    if (m_laidOut != mapRect()) {
        m_laidOut = mapRect();
        m_top->showStretch();
        m_right->showStretch();
        refresh();
    }
    emit drawn();
}

void MapPlot::followDevicePixelRatio() {
    if (qFuzzyCompare(bufferDevicePixelRatio(), devicePixelRatioF())) return;
    setBufferDevicePixelRatio(devicePixelRatioF());
    refresh();
}

void MapPlot::showEvent(QShowEvent* event) {
    QCustomPlot::showEvent(event);
    followDevicePixelRatio();
    if (QWindow* handle = window()->windowHandle())
        connect(handle, &QWindow::screenChanged, this, &MapPlot::followDevicePixelRatio,
                Qt::UniqueConnection);
}

void MapPlot::changeEvent(QEvent* event) {
    QCustomPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        colorAll();
        placeAxes();
        refresh();
    }
}

void MapPlot::colorAxis(QCPAxis* axis) {
    const PlotColors colors = plotColors(palette());
    axis->setBasePen(QPen(colors.faint, 1));
    axis->setTickPen(QPen(colors.faint, 1));
    axis->setSubTickPen(Qt::NoPen);
    axis->setTickLabelColor(colors.text);
    axis->setLabelColor(colors.text);
    axis->setTickLabelFont(font());
    axis->setLabelFont(font());
}

void MapPlot::colorAll() {
    const PlotColors colors = plotColors(palette());
    setBackground(colors.background);
    for (QCPAxisRect* rect : axisRects())
        for (QCPAxis* axis : rect->axes())
            colorAxis(axis);
    m_top->setColors(colors);
    m_right->setColors(colors);
    m_cursor->setColors(colors);
}

} // namespace ffn::ui

#include "ui/panels/plot.h"

#include "ui/panels/number_ticker.h"
#include "ui/panels/plot_style.h"

#include <QKeyEvent>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace ffn::ui {

namespace {

constexpr int kLongestLabel = 9; // characters, then it is elided

QVector<double> qVector(const std::vector<double>& values) {
    return {values.begin(), values.end()};
}

} // namespace

Plot::Plot(QWidget* parent) : QCustomPlot(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    axisRect()->setupFullAxesBox();
    xAxis2->setTicks(false);
    yAxis2->setTicks(false);
    axisRect()->setMinimumMargins(QMargins(4, 4, 8, 2));
    yAxis->setTicker(QSharedPointer<QCPAxisTicker>(new NumberTicker(yAxis)));
    // How many ticks there is room for is known once the axes have their place.
    connect(this, &QCustomPlot::beforeReplot, this, [this] { updateLayout(); });
    auto* above = new QCPLayoutGrid;
    plotLayout()->insertRow(0);
    plotLayout()->addElement(0, 0, above);
    plotLayout()->setRowStretchFactor(0, 0.001);
    plotLayout()->setRowSpacing(0);
    above->addElement(0, 0, legend);
    legend->setFillOrder(QCPLegend::foColumnsFirst);
    legend->setMargins(QMargins(4, 2, 4, 0));
    m_band = new QCPItemRect(this);
    m_band->setLayer("overlay");
    for (QCPItemPosition* corner : {m_band->topLeft, m_band->bottomRight}) {
        corner->setTypeX(QCPItemPosition::ptPlotCoords);
        corner->setTypeY(QCPItemPosition::ptAxisRectRatio);
        corner->setAxes(xAxis, yAxis);
        corner->setAxisRect(axisRect());
    }
    rebuild();
}

QSize Plot::minimumSizeHint() const {
    // Words below the axis stand upright, and take as much again as the axes.
    return {120, fontMetrics().height() * (m_labels.isEmpty() ? 9 : 12)};
}

void Plot::setSeries(std::vector<PlotSeries> series) {
    m_series = std::move(series);
    m_marker = std::min(m_marker, points() - 1);
    rebuild();
}

void Plot::setSeries(std::vector<PlotSeries> series, const QStringList& labels,
                     const std::vector<int>& groups) {
    if (m_labels.isEmpty() != labels.isEmpty()) updateGeometry();
    m_labels = labels;
    m_groups = groups;
    setSeries(std::move(series));
}

void Plot::setLabels(const QStringList& labels, const std::vector<int>& groups) {
    if (m_labels.isEmpty() != labels.isEmpty()) updateGeometry();
    m_labels = labels;
    m_groups = groups;
    rebuild();
}

void Plot::setTitles(const QString& x, const QString& y) {
    xAxis->setLabel(x);
    yAxis->setLabel(y);
    redraw();
}

void Plot::setYRange(std::optional<std::pair<double, double>> range) {
    m_yRange = range;
    setRanges();
    redraw();
}

void Plot::setLogarithmicY(bool on) {
    m_logarithmic = on;
    yAxis->setScaleType(on ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    yAxis->setTicker(on ? QSharedPointer<QCPAxisTicker>(new DecadeTicker(yAxis))
                        : QSharedPointer<QCPAxisTicker>(new NumberTicker(yAxis)));
    setRanges();
    redraw();
}

void Plot::rebuild() {
    clearPlottables();
    int named = 0;
    for (const PlotSeries& series : m_series) {
        if (series.look == PlotSeries::Look::Bars)
            addBars(series);
        else
            addCurve(series);
        named += !series.name.isEmpty();
    }
    legend->setVisible(named > 1);
    // An empty legend would squeeze the axes to its own width; a width that is given frees them.
    const int anyWidth = QWIDGETSIZE_MAX - 1;
    plotLayout()->elementAt(0)->setMaximumSize(named > 1 ? QSize(QWIDGETSIZE_MAX, QWIDGETSIZE_MAX)
                                                         : QSize(anyWidth, 0));
    addGroupLines();
    applyPlotStyle(*this);
    setRanges();
    placeLabels();
    placeMarker();
    redraw();
}

void Plot::addBars(const PlotSeries& series) {
    auto* bars = new QCPBars(xAxis, yAxis);
    const QColor color = seriesColor(palette(), series.color);
    bars->setName(series.name);
    bars->setPen(Qt::NoPen);
    bars->setBrush(color);
    bars->setWidth(spacing() * (points() > 100 ? 1.0 : 0.8));
    bars->setAntialiased(false);
    for (std::size_t i = 0; i < series.x.size(); ++i)
        if (std::isfinite(series.y[i])) bars->addData(series.x[i], series.y[i]);
    if (series.name.isEmpty()) bars->removeFromLegend();
}

void Plot::addCurve(const PlotSeries& series) {
    QCPGraph* graph = QCustomPlot::addGraph();
    // A long line that jumps up and down takes ten times as long to paint when it is thick and joined.
    const bool dense = series.x.size() > 200;
    QPen pen(seriesColor(palette(), series.color), dense ? 1 : 1.6);
    pen.setCosmetic(dense);
    graph->setPen(pen);
    setPlottingHint(QCP::phFastPolylines, dense);
    graph->setName(series.name);
    graph->setData(qVector(series.x), qVector(series.y), true);
    const bool dots = series.look == PlotSeries::Look::Dots;
    if (dots) graph->setLineStyle(QCPGraph::lsNone);
    if (dots || series.x.size() <= 40)
        graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, dots ? 6 : 5));
    if (series.look == PlotSeries::Look::Filled) {
        QColor fill = graph->pen().color();
        fill.setAlphaF(0.35f);
        graph->setBrush(fill);
    }
    if (series.name.isEmpty()) graph->removeFromLegend();
}

void Plot::addGroupLines() {
    for (QCPAbstractItem* line : m_groupLines)
        removeItem(line);
    m_groupLines.clear();
    for (const int group : m_groups) {
        if (group <= 0 || group >= points()) continue;
        auto* line = new QCPItemStraightLine(this);
        const double x = m_series.front().x[std::size_t(group)] - spacing() / 2;
        line->point1->setCoords(x, 0);
        line->point2->setCoords(x, 1);
        line->setPen(QPen(blended(palette().color(QPalette::Base), palette().color(QPalette::Text), 0.4), 1,
                          Qt::DashLine));
        m_groupLines.append(line);
    }
}

double Plot::spacing() const {
    if (points() < 2) return 1;
    const std::vector<double>& x = m_series.front().x;
    return (x.back() - x.front()) / double(x.size() - 1);
}

void Plot::setRanges() {
    if (points() == 0) return;
    double low = INFINITY, high = -INFINITY, smallestPositive = INFINITY;
    bool solid = false;
    for (const PlotSeries& series : m_series) {
        solid = solid || series.look == PlotSeries::Look::Bars || series.look == PlotSeries::Look::Filled;
        for (const double y : series.y) {
            if (!std::isfinite(y)) continue;
            low = std::min(low, y);
            high = std::max(high, y);
            if (y > 0) smallestPositive = std::min(smallestPositive, y);
        }
    }
    if (!(low <= high)) low = 0, high = 1;
    if (solid) low = std::min(low, 0.0), high = std::max(high, 0.0);
    const double pad = high > low ? 0.06 * (high - low) : std::max(0.5, std::abs(high) * 0.05);
    const bool onZero = solid && low == 0;
    if (m_logarithmic)
        yAxis->setRange(std::isfinite(smallestPositive) ? smallestPositive * 0.5 : 0.5,
                        std::max(high, 1.0) * 2);
    else if (m_yRange)
        yAxis->setRange(m_yRange->first, m_yRange->second);
    else
        yAxis->setRange(onZero ? 0 : low - pad, high + pad);
    const std::vector<double>& x = m_series.front().x;
    const double edge =
        m_series.front().look == PlotSeries::Look::Filled && points() > 1 ? 0 : 0.6 * spacing();
    xAxis->setRange(x.front() - edge, x.back() + edge);
}

void Plot::placeLabels() {
    if (m_labels.isEmpty() || points() == 0) {
        xAxis->setTicker(QSharedPointer<QCPAxisTicker>(new NumberTicker(xAxis)));
        xAxis->setTickLabelRotation(0);
        return;
    }
    const QFontMetrics metrics(xAxis->tickLabelFont());
    const double slot = std::max(double(width() - 70), 1.0) / points();
    QStringList shown;
    int widest = 0;
    for (const QString& label : m_labels) {
        shown += label.size() > kLongestLabel ? label.left(kLongestLabel - 1) + QChar(0x2026) : label;
        if (shown.size() <= 200) widest = std::max(widest, metrics.horizontalAdvance(shown.back()));
    }
    const bool flat = widest + 6 <= slot;
    const int step = flat ? 1 : std::max(1, int(std::ceil((metrics.height() + 1) / slot)));
    QSharedPointer<QCPAxisTickerText> ticker(new QCPAxisTickerText);
    for (int i = 0; i < std::min(points(), int(shown.size())); i += step)
        ticker->addTick(m_series.front().x[std::size_t(i)], shown[i]);
    xAxis->setTicker(ticker);
    xAxis->setTickLabelRotation(flat ? 0 : -90);
}

void Plot::setMarker(int index) {
    index = std::clamp(index, -1, points() - 1);
    if (index == m_marker) return;
    m_marker = index;
    placeMarker();
    if (!size().isEmpty()) layer("overlay")->replot();
}

void Plot::placeMarker() {
    m_band->setVisible(m_marker >= 0 && m_marker < points());
    if (!m_band->visible()) return;
    const double x = m_series.front().x[std::size_t(m_marker)], half = spacing() / 2;
    m_band->topLeft->setCoords(x - half, 0);
    m_band->bottomRight->setCoords(x + half, 1);
    QColor fill = palette().color(QPalette::Highlight);
    m_band->setPen(QPen(fill, 1));
    fill.setAlphaF(0.18f);
    m_band->setBrush(fill);
}

QPointF Plot::pointPosition(int index) const {
    return {xAxis->coordToPixel(m_series.front().x[std::size_t(index)]), double(axisRect()->center().y())};
}

int Plot::pointAt(const QPointF& place) const {
    // The first and last point may lie on the very edge of the axes.
    const QRect within = axisRect()->rect().adjusted(-4, 0, 4, 0);
    if (points() == 0 || !within.contains(place.toPoint())) return -1;
    const std::vector<double>& x = m_series.front().x;
    const double at = xAxis->pixelToCoord(place.x());
    const auto right = std::lower_bound(x.begin(), x.end(), at);
    if (right == x.end()) return points() - 1;
    const int i = int(right - x.begin());
    return i > 0 && at - x[std::size_t(i - 1)] < *right - at ? i - 1 : i;
}

bool Plot::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip || !m_readout) return QCustomPlot::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int index = pointAt(help->pos());
    if (index < 0)
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), m_readout(index), this);
    return true;
}

void Plot::changeEvent(QEvent* event) {
    QCustomPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) rebuild();
}

void Plot::paintEvent(QPaintEvent* event) {
    // QCustomPlot does not notice a move to a screen with another scale factor.
    if (!qFuzzyCompare(bufferDevicePixelRatio(), devicePixelRatioF())) {
        setBufferDevicePixelRatio(devicePixelRatioF());
        replot(rpImmediateRefresh);
    }
    QCustomPlot::paintEvent(event);
    if (!hasFocus()) return;
    QPainter painter(this);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
}

// Without a size there is nothing to paint on, and a size that comes later paints.
void Plot::redraw() {
    if (!size().isEmpty()) replot();
}

void Plot::resizeEvent(QResizeEvent* event) {
    if (size().isEmpty()) return;
    placeLabels();
    QCustomPlot::resizeEvent(event);
}

void Plot::mousePressEvent(QMouseEvent* event) {
    const int index = event->button() == Qt::LeftButton ? pointAt(event->position()) : -1;
    if (index >= 0)
        emit chosen(index);
    else
        event->ignore();
}

void Plot::keyPressEvent(QKeyEvent* event) {
    const int page = std::max(1, points() / 10);
    int to = m_marker;
    switch (event->key()) {
    case Qt::Key_Left:
        to -= 1;
        break;
    case Qt::Key_Right:
        to += 1;
        break;
    case Qt::Key_PageUp:
        to -= page;
        break;
    case Qt::Key_PageDown:
        to += page;
        break;
    case Qt::Key_Home:
        to = 0;
        break;
    case Qt::Key_End:
        to = points() - 1;
        break;
    default:
        QCustomPlot::keyPressEvent(event);
        return;
    }
    if (points() > 0) emit chosen(std::clamp(to, 0, points() - 1));
}

} // namespace ffn::ui

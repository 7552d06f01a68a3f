#include "ui/heatmap/color_scale_bar.h"

#include "ui/heatmap/short_number.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace ffn::ui {
namespace {

constexpr double kReach = 8; // how near an end the mouse must be to take hold of it

} // namespace

ColorScaleBar::ColorScaleBar(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Colour scale"));
    setToolTip(
        tr("Values of the colours and how many cells have them (logarithm of the count). Drag an end to "
           "change the range; double click for the automatic one."));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    setMouseTracking(true);
}

void ColorScaleBar::setLegend(const ScaleLegend& legend) {
    m_legend = legend;
    setAccessibleDescription(
        tr("from %1 to %2")
            .arg(shortNumber(double(legend.scale.low)), shortNumber(double(legend.scale.high))));
    updateGeometry();
    update();
}

void ColorScaleBar::alignTo(int top, int bottom) {
    if (top == m_top && bottom == m_bottom) return;
    m_top = top;
    m_bottom = bottom;
    update();
}

QSize ColorScaleBar::sizeHint() const {
    return {int(scaleWidth(m_legend, font())) + 8, 100};
}

QRectF ColorScaleBar::area() const {
    const double top = std::max(double(m_top), swatchesHeight(m_legend, font()) + fontMetrics().height());
    return {0, top, double(width()), std::max(1.0, m_bottom - top)};
}

QRectF ColorScaleBar::bar() const {
    return scaleBar(area(), m_legend);
}

void ColorScaleBar::paintEvent(QPaintEvent*) {
    if (!m_legend.scale.map) return;
    QPainter painter(this);
    const PlotColors colors = plotColors(palette());
    paintSwatches(painter, {2, 2}, m_legend, colors);
    paintScale(painter, area(), m_legend, colors);
    if (m_dragged == End::None) return;
    painter.setPen(QPen(colors.accent, 2));
    painter.drawLine(QPointF(0, m_dragY), QPointF(width(), m_dragY));
    const QString text = shortNumber(double(valueAt(m_dragY)));
    painter.drawText(QPointF(2, m_dragY - 4), text);
}

float ColorScaleBar::valueAt(double y) const {
    const QRectF b = bar();
    const ColorScale& scale = m_legend.scale;
    const double share = (b.bottom() - y) / b.height();
    double low = double(scale.low), high = double(scale.high);
    // Beyond the ends a curved transfer would run away: linear there.
    if (share <= 0 || share >= 1) return float(low + share * (high - low));
    for (int i = 0; i < 50; ++i) {
        const double middle = (low + high) / 2;
        (scale.position(float(middle)) < share ? low : high) = middle;
    }
    return float((low + high) / 2);
}

void ColorScaleBar::mousePressEvent(QMouseEvent* event) {
    const QRectF b = bar();
    if (event->button() != Qt::LeftButton || !m_legend.scale.map) return;
    const double y = event->position().y();
    if (std::abs(y - b.top()) < kReach) m_dragged = End::High;
    if (std::abs(y - b.bottom()) < kReach) m_dragged = End::Low;
    m_dragY = y;
    update();
}

void ColorScaleBar::mouseMoveEvent(QMouseEvent* event) {
    const QRectF b = bar();
    const double y = event->position().y();
    const bool near = std::abs(y - b.top()) < kReach || std::abs(y - b.bottom()) < kReach;
    setCursor(near || m_dragged != End::None ? Qt::SizeVerCursor : Qt::ArrowCursor);
    m_dragY = y;
    if (m_dragged != End::None) update();
}

void ColorScaleBar::mouseReleaseEvent(QMouseEvent* event) {
    if (m_dragged == End::None) return;
    const float value = valueAt(event->position().y());
    const float low = m_dragged == End::Low ? value : m_legend.scale.low;
    const float high = m_dragged == End::High ? value : m_legend.scale.high;
    m_dragged = End::None;
    update();
    if (low < high && (low != m_legend.scale.low || high != m_legend.scale.high)) emit endsChosen(low, high);
}

void ColorScaleBar::mouseDoubleClickEvent(QMouseEvent*) {
    m_dragged = End::None;
    emit resetAsked();
}

} // namespace ffn::ui

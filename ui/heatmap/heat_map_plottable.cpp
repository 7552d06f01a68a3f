#include "ui/heatmap/heat_map_plottable.h"

#include "ui/heatmap/short_number.h"

#include <cmath>

namespace ffn::ui {
namespace {

constexpr double kVectorPixelRatio = 4; // about 300 pixels an inch in a PDF of 72 points an inch

} // namespace

QColor readableOn(Rgb c) {
    const auto linear = [](double v) {
        return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    // Relative luminance, WCAG 2.1; 0.179 is where black and white have the same contrast.
    const double luminance =
        0.2126 * linear(c.r / 255.0) + 0.7152 * linear(c.g / 255.0) + 0.0722 * linear(c.b / 255.0);
    return luminance > 0.179 ? Qt::black : Qt::white;
}

HeatMapPlottable::HeatMapPlottable(QCPAxis* unitAxis, QCPAxis* rowAxis)
    : QCPAbstractPlottable(unitAxis, rowAxis) {
    setSelectable(QCP::stNone);
    setAntialiased(false);
}

void HeatMapPlottable::setContent(std::shared_ptr<const Pyramid> pyramid, const RowLabels& labels) {
    m_pyramid = std::move(pyramid);
    m_labels = labels;
    m_raster = {};
    m_image = {};
    m_stale = false;
}

void HeatMapPlottable::setScale(const ColorScale& scale) {
    m_scale = scale;
    m_painted = false;
}

QCPRange HeatMapPlottable::getKeyRange(bool& found, QCP::SignDomain) const {
    found = m_pyramid && m_pyramid->units() > 0;
    return found ? QCPRange(-0.5, double(m_pyramid->units()) - 0.5) : QCPRange();
}

QCPRange HeatMapPlottable::getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const {
    found = m_pyramid && m_pyramid->rows() > 0;
    return found ? QCPRange(-0.5, double(m_pyramid->rows()) - 0.5) : QCPRange();
}

AxisSampling HeatMapPlottable::sampling(const QCPAxis* axis, qint64 cells, double ratio) const {
    const double origin = axis->coordToPixel(-0.5), next = axis->coordToPixel(0.5);
    const QRect rect = axis->axisRect()->rect();
    const bool across = axis->orientation() == Qt::Horizontal;
    const int begin = int(std::lround((across ? rect.left() : rect.top()) * ratio));
    const int end =
        int(std::lround((across ? rect.left() + rect.width() : rect.top() + rect.height()) * ratio));
    return sampleAxis(origin * ratio, (next - origin) * ratio, cells, begin, end);
}

MapSampling HeatMapPlottable::sampling(double ratio) const {
    if (!m_pyramid) return {};
    return {sampling(keyAxis(), m_pyramid->units(), ratio), sampling(valueAxis(), m_pyramid->rows(), ratio),
            keyAxis()->orientation() == Qt::Vertical};
}

QRectF HeatMapPlottable::cellRect(qint64 row, qint64 unit) const {
    const QPointF a = coordsToPixels(double(unit) - 0.5, double(row) - 0.5);
    const QPointF b = coordsToPixels(double(unit) + 0.5, double(row) + 0.5);
    return QRectF(a, b).normalized();
}

bool HeatMapPlottable::drawsAtOnce(const MapSampling& sampling) const {
    return m_pyramid->has_levels() || sampling.rows.cells * sampling.units.cells <= kDrawnAtOnce;
}

void HeatMapPlottable::setRaster(RasterImage raster, const MapSampling& sampling) {
    m_raster = std::move(raster);
    m_drawn = sampling;
    m_painted = false;
}

void HeatMapPlottable::bringUpToDate(double ratio, bool atOnce) {
    const MapSampling wanted = sampling(ratio);
    m_stale = m_raster.values.empty() || !m_drawn.shows(wanted);
    if (m_stale && (atOnce || drawsAtOnce(wanted))) {
        setRaster(mapRaster(*m_pyramid, wanted, &m_pool, {}, std::move(m_raster)), wanted);
        m_stale = false;
    } else if (m_stale) {
        emit rasterWanted(wanted);
    }
    if (m_painted || m_raster.values.empty()) return;
    m_image = paintRaster(m_raster, m_drawn, m_scale, &m_pool, std::move(m_image));
    m_painted = true;
}

QRectF HeatMapPlottable::pictureRect(double ratio) const {
    const AxisSampling &x = m_drawn.x(), &y = m_drawn.y();
    if (!m_stale)
        return {x.firstPixel / ratio, y.firstPixel / ratio, m_image.width() / ratio,
                m_image.height() / ratio};
    const AxisSampling &u = m_drawn.units, &r = m_drawn.rows;
    return QRectF(coordsToPixels(u.beginCell() - 0.5, r.beginCell() - 0.5),
                  coordsToPixels(u.endCell() - 0.5, r.endCell() - 0.5))
        .normalized();
}

void HeatMapPlottable::draw(QCPPainter* painter) {
    if (!m_pyramid || !m_scale.map || !keyAxis() || !valueAxis()) return;
    const bool vector = painter->modes().testFlag(QCPPainter::pmVectorized);
    const double ratio = vector ? kVectorPixelRatio : painter->device()->devicePixelRatioF();
    bringUpToDate(ratio, vector);
    if (m_image.isNull()) return;
    painter->save();
    painter->setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter->setRenderHint(QPainter::LosslessImageRendering, true);
    painter->drawImage(pictureRect(ratio), m_image);
    if (!m_stale) {
        drawPadding(painter);
        drawNumbers(painter);
        drawBatchEdges(painter);
    }
    painter->restore();
}

void HeatMapPlottable::drawPadding(QPainter* painter) const {
    if (!m_labels.hasPadding() || m_drawn.rows.pixelsPerCell < 2) return;
    painter->setPen(Qt::NoPen);
    painter->setBrush(QBrush(QColor(m_scale.padding.r, m_scale.padding.g, m_scale.padding.b).lighter(135),
                             Qt::BDiagPattern));
    const qint64 end = m_drawn.rows.firstCell + m_drawn.rows.cells;
    const qint64 lastUnit = m_pyramid->units() - 1;
    for (qint64 row = m_drawn.rows.firstCell; row < end; ++row) {
        if (!m_labels.isPadding(row)) continue;
        const qint64 first = row;
        while (row + 1 < end && m_labels.isPadding(row + 1))
            ++row;
        painter->drawRect(cellRect(first, 0).united(cellRect(row, lastUnit)) & QRectF(clipRect()));
    }
}

void HeatMapPlottable::drawBatchEdges(QPainter* painter) const {
    const qint64 len = m_labels.len();
    if (m_labels.batch() < 2 || m_labels.isReordered() || double(len) * m_drawn.rows.pixelsPerCell < 6)
        return;
    const QRectF clip = clipRect();
    const QColor padding(m_scale.padding.r, m_scale.padding.g, m_scale.padding.b);
    const qint64 end = m_drawn.rows.firstCell + m_drawn.rows.cells;
    for (qint64 row = std::max(len, (m_drawn.rows.firstCell + len - 1) / len * len); row < end; row += len) {
        const double at = valueAxis()->coordToPixel(double(row) - 0.5);
        const bool across = valueAxis()->orientation() == Qt::Vertical;
        const QLineF line =
            across ? QLineF(clip.left(), at, clip.right(), at) : QLineF(at, clip.top(), at, clip.bottom());
        painter->setPen(QPen(padding, 3));
        painter->drawLine(line);
        painter->setPen(QPen(readableOn(m_scale.padding), 1));
        painter->drawLine(line);
    }
}

void HeatMapPlottable::drawNumbers(QPainter* painter) const {
    const QSizeF cell = cellRect(m_drawn.rows.firstCell, m_drawn.units.firstCell).size();
    const QFontMetricsF metrics(painter->font());
    const QRectF clip = QRectF(clipRect()).adjusted(-1, -1, 1, 1);
    if (cell.height() < metrics.height() + 2 || cell.width() < metrics.horizontalAdvance("−0.00") + 4) return;
    for (qint64 row = m_drawn.rows.firstCell; row < m_drawn.rows.firstCell + m_drawn.rows.cells; ++row) {
        if (m_labels.isPadding(row)) continue;
        for (qint64 unit = m_drawn.units.firstCell; unit < m_drawn.units.firstCell + m_drawn.units.cells;
             ++unit) {
            const QRectF rect = cellRect(row, unit);
            if (!clip.contains(rect)) continue; // half a number is none
            const float value = m_pyramid->at(row, unit);
            painter->setPen(readableOn(m_scale.color(value)));
            painter->drawText(rect, Qt::AlignCenter | Qt::TextDontClip,
                              fittingNumber(double(value), metrics, cell.width() - 4));
        }
    }
}

} // namespace ffn::ui

#include "ui/heatmap/cursor_overlay.h"

#include "ui/heatmap/map_plot.h"

namespace ffn::ui {
namespace {

constexpr double kEdgesFrom = 12; // pixels

// Seen on every colour: a dark line on a light one.
void drawTwice(QCPPainter* painter, double width, const std::function<void()>& draw) {
    painter->setPen(QPen(QColor(255, 255, 255, 170), width + 2));
    draw();
    painter->setPen(QPen(QColor(0, 0, 0, 220), width));
    draw();
}

} // namespace

CursorOverlay::CursorOverlay(MapPlot* plot) : QCPLayerable(plot, "cursor"), m_plot(plot) {}

void CursorOverlay::setCell(qint64 row, qint64 unit, bool pinned) {
    m_row = row;
    m_unit = unit;
    m_pinned = pinned;
}

QRect CursorOverlay::clipRect() const {
    return m_plot->viewport();
}

void CursorOverlay::draw(QCPPainter* painter) {
    const QRect map = m_plot->mapRect();
    if (m_focused) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(m_colors.accent, 2));
        painter->drawRect(map.adjusted(-2, -2, 2, 2));
    }
    painter->setClipRect(map);
    drawLit(painter);
    if (m_marked.rows > 0) drawMarked(painter);
    painter->setClipping(false);
    if (m_plot->hasCell(m_row, m_unit)) {
        painter->setClipRect(map);
        drawCrosshair(painter);
        painter->setClipping(false);
        drawTags(painter);
    }
    if (m_band.isEmpty()) return;
    QColor fill = m_colors.accent;
    fill.setAlpha(50);
    painter->setBrush(fill);
    painter->setPen(QPen(m_colors.accent, 1));
    painter->drawRect(m_band);
}

// A band over the row, its edges seen on every colour; the values stay readable under it.
void CursorOverlay::drawLit(QCPPainter* painter) const {
    const QRectF map = m_plot->mapRect();
    QColor fill = m_colors.accent;
    fill.setAlpha(90);
    for (const qint64 row : m_lit) {
        if (row >= m_plot->rows()) continue;
        QRectF band = m_plot->cellRect(row, 0);
        if (m_plot->transposed()) {
            band.setTop(map.top());
            band.setBottom(map.bottom());
        } else {
            band.setLeft(map.left());
            band.setRight(map.right());
        }
        painter->fillRect(band, fill);
        painter->setBrush(Qt::NoBrush);
        drawTwice(painter, 1, [&] { painter->drawRect(band.adjusted(-1, 0, 1, 0)); });
    }
}

void CursorOverlay::drawMarked(QCPPainter* painter) const {
    const QRectF all =
        m_plot->cellRect(m_marked.row, m_marked.unit)
            .united(m_plot->cellRect(m_marked.row + m_marked.rows - 1, m_marked.unit + m_marked.units - 1));
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(Qt::white, 4));
    painter->drawRect(all);
    painter->setPen(QPen(m_colors.accent, 2));
    painter->drawRect(all);
}

void CursorOverlay::drawCrosshair(QCPPainter* painter) const {
    const QRectF map = m_plot->mapRect();
    const QRectF cell = m_plot->cellRect(m_row, m_unit);
    painter->setBrush(Qt::NoBrush);
    // Along the edges of large cells, whose numbers stay free; through the middle of small ones.
    const bool wide = cell.width() >= kEdgesFrom, high = cell.height() >= kEdgesFrom;
    const auto lines = [&] {
        const bool single = m_plot->oneUnit();
        if (!single || !m_plot->transposed())
            for (const double y :
                 high ? std::vector{cell.top(), cell.bottom()} : std::vector{cell.center().y()})
                painter->drawLine(QLineF(map.left(), y, map.right(), y));
        if (!single || m_plot->transposed())
            for (const double x :
                 wide ? std::vector{cell.left(), cell.right()} : std::vector{cell.center().x()})
                painter->drawLine(QLineF(x, map.top(), x, map.bottom()));
    };
    painter->save();
    painter->setPen(QPen(QColor(255, 255, 255, 120), 2));
    lines();
    painter->setPen(QPen(QColor(0, 0, 0, 200), 1, m_pinned ? Qt::SolidLine : Qt::DashLine));
    lines();
    painter->restore();
    if (cell.width() >= 5 && cell.height() >= 5)
        drawTwice(painter, m_pinned ? 2 : 1, [&] { painter->drawRect(cell); });
}

void CursorOverlay::drawTags(QCPPainter* painter) const {
    const QRectF map = m_plot->mapRect();
    const QPointF at = m_plot->cellRect(m_row, m_unit).center();
    const QString token = m_plot->rowLabel(m_row), unit = m_plot->unitLabel(m_unit);
    if (at.x() >= map.left() && at.x() <= map.right() && (m_plot->transposed() || !m_plot->oneUnit()))
        drawTag(painter, m_plot->transposed() ? token : unit, {at.x(), map.bottom() + 2}, true);
    if (at.y() >= map.top() && at.y() <= map.bottom() && (!m_plot->transposed() || !m_plot->oneUnit()))
        drawTag(painter, m_plot->transposed() ? unit : token, {map.left() - 2, at.y()}, false);
}

void CursorOverlay::drawTag(QCPPainter* painter, const QString& text, QPointF tip, bool below) const {
    const QFontMetricsF metrics(m_plot->font());
    const double high = metrics.height() + 2;
    double wide = metrics.horizontalAdvance(text) + 8;
    if (!below) wide = std::max(wide, tip.x() - 3); // hides the labels that it lies on
    QRectF box = below ? QRectF(tip.x() - wide / 2, tip.y(), wide, high)
                       : QRectF(tip.x() - wide, tip.y() - high / 2, wide, high);
    const QRectF all = m_plot->viewport();
    box.moveLeft(std::clamp(box.left(), all.left(), std::max(all.left(), all.right() - wide)));
    painter->setBrush(m_colors.accent);
    painter->setPen(Qt::NoPen);
    painter->drawRect(box);
    painter->setFont(m_plot->font());
    painter->setPen(m_colors.accentText);
    painter->drawText(box.adjusted(4, 0, -4, 0),
                      (below ? Qt::AlignCenter : Qt::AlignRight | Qt::AlignVCenter) | Qt::TextSingleLine,
                      text);
}

} // namespace ffn::ui

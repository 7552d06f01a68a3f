#pragma once

#include "engine/raster/pyramid.h"
#include "ui/heatmap/plot_colors.h"

#include <qcustomplot.h>

namespace ffn::ui {

class MapPlot;

/// What lies over a map and changes often: crosshair, the frame of the cell, the names of its row and unit on
/// the axes, the rubber band of a rectangle zoom, the focus frame.
class CursorOverlay : public QCPLayerable {
    Q_OBJECT
  public:
    explicit CursorOverlay(MapPlot* plot);

    void setCell(qint64 row, qint64 unit, bool pinned);
    void setColors(const PlotColors& colors) { m_colors = colors; }
    void setFocused(bool focused) { m_focused = focused; }
    void setBand(const QRect& band) { m_band = band; }
    /// The cells that a person has marked; none where there are no rows.
    void setMarked(const CellRect& cells) { m_marked = cells; }
    /// Rows, in places of the order shown, that are pointed at as one.
    void setLit(std::vector<qint64> rows) { m_lit = std::move(rows); }
    qint64 row() const { return m_row; }
    qint64 unit() const { return m_unit; }

  protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(false); }
    QRect clipRect() const override;
    void draw(QCPPainter* painter) override;

  private:
    void drawLit(QCPPainter* painter) const;
    void drawMarked(QCPPainter* painter) const;
    void drawCrosshair(QCPPainter* painter) const;
    void drawTags(QCPPainter* painter) const;
    void drawTag(QCPPainter* painter, const QString& text, QPointF tip, bool below) const;

    MapPlot* m_plot;
    PlotColors m_colors;
    qint64 m_row = -1, m_unit = -1;
    bool m_pinned = false, m_focused = false;
    QRect m_band;
    CellRect m_marked;
    std::vector<qint64> m_lit;
};

} // namespace ffn::ui

#pragma once

#include "engine/analysis/active_margins.h"
#include "ui/heatmap/heat_map_plottable.h"
#include "ui/heatmap/map_settings.h"
#include "ui/heatmap/map_window.h"
#include "ui/heatmap/plot_colors.h"

#include <qcustomplot.h>

namespace ffn::ui {

class CursorOverlay;
class ProfileStrip;
class TokenTicker;
class UnitTicker;

/// A heat map with its axes, the profile of the cursor's row and column beside it, and the cursor.
///
/// Tokens run downwards and units to the right; transposed, tokens run to the right. It shows what it is told
/// and knows nothing of mouse and keys. Rows and units are counted as they are shown, in the pyramid's order;
/// the labels tell their true names.
class MapPlot : public QCustomPlot {
    Q_OBJECT
  public:
    explicit MapPlot(QWidget* parent = nullptr);

    void setContent(std::shared_ptr<const Pyramid> pyramid, const RowLabels& labels);
    /// What the axis of the units is called.
    void setOf(MapOf of) { m_of = of; }
    void setScale(const ColorScale& scale);
    /// The finite values' span, which the profiles' axes show.
    void setProfileSpan(float low, float high);
    /// What the edges show instead of the cursor's row and column, by the data's rows and units; empty: that.
    void setMargins(ActiveMargins margins);
    void setTransposed(bool transposed);
    bool transposed() const { return m_transposed; }
    void setMapWindow(const MapWindow& window);
    const MapWindow& mapWindow() const { return m_window; }
    void setCell(qint64 row, qint64 unit, bool pinned);
    void setBand(const QRect& band);
    void setMarked(const CellRect& cells);
    /// Rows pointed at as one, as the pieces of a word are.
    void setLit(std::vector<qint64> rows);
    void setFocusFrame(bool focused);

    qint64 rows() const;
    qint64 units() const;
    bool oneUnit() const { return units() == 1; }
    bool hasCell(qint64 row, qint64 unit) const;
    QString rowLabel(qint64 row) const { return m_labels.axisLabel(row); }
    QString unitLabel(qint64 unit) const;
    QRect mapRect() const;
    QRectF cellRect(qint64 row, qint64 unit) const;
    /// Where in cells a point of the widget lies; (row, unit) with fractions.
    QPointF rowUnitAt(QPointF point) const;
    HeatMapPlottable* plottable() const { return m_map; }
    void setRaster(RasterImage raster, const MapSampling& sampling);
    QString pixelMeaning() const;
    /// The cell set last, (row, unit); (−1, −1) without one.
    QPointF pointedCell() const;
    /// What is on the screen is what was asked for.
    bool isFresh() const { return m_fresh; }

  signals:
    /// The map lies elsewhere in the widget, or shows something else.
    void drawn();

  protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    void refresh();
    void layOut();
    void colorAll();
    void colorAxis(QCPAxis* axis);
    void placeAxes();
    void showProfiles();
    void settleLayout();
    void followDevicePixelRatio();

    QCPAxisRect* m_rect;
    QCPAxis *m_x, *m_y;
    HeatMapPlottable* m_map;
    ProfileStrip *m_top, *m_right;
    CursorOverlay* m_cursor;
    QSharedPointer<TokenTicker> m_tokenTicks;
    QSharedPointer<UnitTicker> m_unitTicks;
    RowLabels m_labels;
    ActiveMargins m_margins;
    std::pair<float, float> m_span{0, 1};
    MapWindow m_window;
    MapOf m_of = MapOf::Stage;
    bool m_transposed = false, m_fresh = true;
    QRect m_laidOut;
};

} // namespace ffn::ui

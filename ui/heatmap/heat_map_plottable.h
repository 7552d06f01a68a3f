#pragma once

#include "engine/raster/color_map.h"
#include "engine/raster/pyramid.h"
#include "ui/heatmap/map_image.h"
#include "ui/heatmap/row_labels.h"

#include <qcustomplot.h>

#include <memory>

namespace ffn::ui {

/// Draws a stage in a QCustomPlot: units along the key axis, rows along the value axis, either of which may
/// be horizontal or run backwards.
///
/// Cell (row r, unit u) covers [u − 0.5, u + 0.5] × [r − 0.5, r + 0.5]. Every device pixel has the colour of
/// the cells it stands for; nothing is smoothed. Cells large enough carry their number. Rows and units are
/// counted as they are shown, in the pyramid's order.
///
/// While a large stage has no reduced levels yet, a picture of many cells is asked for with `rasterWanted`
/// and given with `setRaster`; until then the last one is shown, stretched to where its cells lie now.
class HeatMapPlottable : public QCPAbstractPlottable {
    Q_OBJECT
  public:
    /// Cells of a picture that can be reduced anew for each frame.
    static constexpr std::int64_t kDrawnAtOnce = 4'000'000;

    HeatMapPlottable(QCPAxis* unitAxis, QCPAxis* rowAxis);

    void setContent(std::shared_ptr<const Pyramid> pyramid, const RowLabels& labels);
    void setScale(const ColorScale& scale);
    const ColorScale& scale() const { return m_scale; }
    const std::shared_ptr<const Pyramid>& pyramid() const { return m_pyramid; }

    /// How units and rows meet the device pixels now, in the axes' present ranges.
    MapSampling sampling(double devicePixelRatio) const;
    /// The picture asked for by `rasterWanted`, or a first one before the content is set.
    void setRaster(RasterImage raster, const MapSampling& sampling);
    /// The last picture is of other cells or pixels than the axes show now.
    bool isStale() const { return m_stale; }
    /// The cell's rectangle in the widget's pixels.
    QRectF cellRect(qint64 row, qint64 unit) const;

    double selectTest(const QPointF&, bool, QVariant* = nullptr) const override { return -1; }
    QCPRange getKeyRange(bool& found, QCP::SignDomain = QCP::sdBoth) const override;
    QCPRange getValueRange(bool& found, QCP::SignDomain = QCP::sdBoth,
                           const QCPRange& inKeyRange = {}) const override;

  signals:
    void rasterWanted(const ffn::ui::MapSampling& sampling);

  protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter*, const QRectF&) const override {}

  private:
    AxisSampling sampling(const QCPAxis* axis, qint64 cells, double devicePixelRatio) const;
    bool drawsAtOnce(const MapSampling& sampling) const;
    void bringUpToDate(double devicePixelRatio, bool atOnce);
    QRectF pictureRect(double devicePixelRatio) const;
    void drawPadding(QPainter* painter) const;
    void drawBatchEdges(QPainter* painter) const;
    void drawNumbers(QPainter* painter) const;

    std::shared_ptr<const Pyramid> m_pyramid;
    RowLabels m_labels;
    ColorScale m_scale;
    MapSampling m_drawn;
    RasterImage m_raster; // the last reduced values and picture, used again while what they depend on stays
    QImage m_image;
    bool m_stale = false, m_painted = false; ///< m_painted: the image is of the raster in the scale's colours
    ThreadPool m_pool;
};

/// Black or white, whichever is easier to read on `color`.
QColor readableOn(Rgb color);

} // namespace ffn::ui

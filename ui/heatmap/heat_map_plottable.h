#pragma once

#include "engine/raster/color_map.h"
#include "engine/raster/pyramid.h"
#include "ui/heatmap/axis_sampling.h"
#include "ui/heatmap/row_labels.h"

#include <qcustomplot.h>

#include <memory>

namespace ffn::ui {

/// Draws a stage in a QCustomPlot: units along the key axis, rows along the value axis, either of which may
/// be horizontal or run backwards.
///
/// Cell (row r, unit u) covers [u − 0.5, u + 0.5] × [r − 0.5, r + 0.5]. Every device pixel has the colour of
/// the cells it stands for; nothing is smoothed. Cells large enough carry their number.
class HeatMapPlottable : public QCPAbstractPlottable {
    Q_OBJECT
  public:
    HeatMapPlottable(QCPAxis* unitAxis, QCPAxis* rowAxis);

    void setContent(std::shared_ptr<const Pyramid> pyramid, const RowLabels& labels);
    void setScale(const ColorScale& scale);
    const ColorScale& scale() const { return m_scale; }
    const std::shared_ptr<const Pyramid>& pyramid() const { return m_pyramid; }

    /// How units and rows meet the device pixels now, in the axes' present ranges.
    AxisSampling unitSampling(double devicePixelRatio) const;
    AxisSampling rowSampling(double devicePixelRatio) const;
    /// The cell's rectangle in the widget's pixels.
    QRectF cellRect(qint64 row, qint64 unit) const;

    double selectTest(const QPointF&, bool, QVariant* = nullptr) const override { return -1; }
    QCPRange getKeyRange(bool& found, QCP::SignDomain = QCP::sdBoth) const override;
    QCPRange getValueRange(bool& found, QCP::SignDomain = QCP::sdBoth,
                           const QCPRange& inKeyRange = {}) const override;

  protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter*, const QRectF&) const override {}

  private:
    struct Drawn {
        AxisSampling units, rows;
        bool transposed = false;
        bool shows(const AxisSampling& u, const AxisSampling& r, bool t) const;
    };

    AxisSampling sampling(const QCPAxis* axis, qint64 cells, double devicePixelRatio) const;
    const QImage& image(double devicePixelRatio);
    void drawPadding(QPainter* painter) const;
    void drawBatchEdges(QPainter* painter) const;
    void drawNumbers(QPainter* painter) const;

    std::shared_ptr<const Pyramid> m_pyramid;
    RowLabels m_labels;
    ColorScale m_scale;
    Drawn m_drawn;
    RasterImage m_raster; // the last reduced values and picture, used again while what they depend on stays
    QImage m_image;
    ThreadPool m_pool;
};

/// Black or white, whichever is easier to read on `color`.
QColor readableOn(Rgb color);

} // namespace ffn::ui

#pragma once

#include "ui/figure/figure_export.h"
#include "ui/figure/figure_layout.h"
#include "ui/heatmap/plot_colors.h"
#include "ui/heatmap/row_labels.h"
#include "ui/heatmap/scale_painter.h"

class QPainter;

namespace ffn::ui {

/// One figure, measured and ready to be painted on any device.
class FigurePainter {
  public:
    /// `vector`: for a device that scales, where the map is as fine as is sensible.
    FigurePainter(const Snapshot& snapshot, Stage stage, const FigureOptions& options, bool vector);

    QSize size() const { return m_layout.size; }
    QString title() const { return m_content.title.value(0); }
    void paint(QPainter& painter) const;

  private:
    void measure(const FigureOptions& options);
    QString footer(const FigureOptions& options) const;
    /// Pixels of the map's picture for each pixel of the figure.
    int pixelRatio() const;
    void paintMap(QPainter& painter) const;
    void paintNumbers(QPainter& painter) const;
    void paintEdges(QPainter& painter) const;
    void paintRowAxis(QPainter& painter) const;
    void paintUnitAxis(QPainter& painter) const;
    void paintBars(QPainter& painter) const;
    QRectF rowRect(qint64 row) const;
    qint64 rowStep() const;

    const Snapshot& m_snapshot;
    Stage m_stage;
    bool m_vector;
    int m_scale = 1;
    Pyramid m_pyramid;
    RowLabels m_labels;
    ScaleLegend m_legend;
    PlotColors m_colors;
    FigureContent m_content;
    FigureLayout m_layout;
};

} // namespace ffn::ui

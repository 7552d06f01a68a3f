#pragma once

#include "ui/figure/figure_export.h"
#include "ui/figure/figure_layout.h"
#include "ui/heatmap/plot_colors.h"
#include "ui/heatmap/row_labels.h"
#include "ui/heatmap/scale_painter.h"

#include <vector>

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
    /// A name beside the map, at the middle of a cell counted from the map's first one.
    struct Label {
        qint64 cell;
        QString text;
    };

    void measure(const FigureOptions& options);
    QString footer(const FigureOptions& options) const;
    /// Pixels of the map's picture for each pixel of the figure.
    int pixelRatio() const;
    double labelRoom(bool down) const;
    std::vector<Label> tokenLabels(bool down) const;
    std::vector<Label> unitLabels(bool down) const;
    void paintMap(QPainter& painter) const;
    void paintNumbers(QPainter& painter) const;
    void paintPadding(QPainter& painter) const;
    void paintEdges(QPainter& painter) const;
    void paintLeft(QPainter& painter) const;
    void paintBottom(QPainter& painter) const;
    void paintAxisName(QPainter& painter) const;
    void paintBars(QPainter& painter) const;
    /// Of cells [row, row + rows) × [unit, unit + units), in the places of the order.
    QRectF cellRect(const CellRect& cells) const;

    const Snapshot& m_snapshot;
    Stage m_stage;
    bool m_vector;
    int m_scale = 1;
    Pyramid m_pyramid;
    RowLabels m_labels;
    ScaleLegend m_legend;
    PlotColors m_colors;
    CellRect m_part;
    bool m_transposed = false;
    std::vector<Label> m_left, m_bottom;
    FigureContent m_content;
    FigureLayout m_layout;
};

} // namespace ffn::ui

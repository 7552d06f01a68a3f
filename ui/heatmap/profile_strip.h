#pragma once

#include "ui/heatmap/plot_colors.h"

#include <qcustomplot.h>

#include <vector>

namespace ffn::ui {

/// A slim plot along one side of a map, its cells aligned with the map's: the values of one row or column.
class ProfileStrip {
  public:
    enum class Side { Top, Right };
    ProfileStrip(QCustomPlot* plot, Side side);

    QCPAxisRect* rect() const { return m_rect; }
    /// The cells' axis, which follows the map's.
    QCPAxis* cellAxis() const { return m_cells; }
    QCPAxis* valueAxis() const { return m_values; }
    void setValues(std::vector<float> values, qint64 cursor);
    /// Draws the stretch of cells that is seen now; to be called when it changes.
    void showStretch();
    void setSpan(float low, float high);
    void setColors(const PlotColors& colors);
    /// Wide: the strip takes the room that the map leaves, for a stage of one value a token.
    void setWide(bool wide);
    void setShown(bool shown);

  private:
    QVector<QCPGraphData> steps(qint64 first, qint64 end) const;
    QVector<QCPGraphData> extremes(qint64 first, qint64 end, int bins) const;

    Side m_side;
    std::vector<float> m_all;
    QColor m_fill;
    QCPAxisRect* m_rect;
    QCPAxis *m_cells, *m_values;
    QCPGraph *m_graph, *m_mark;
};

} // namespace ffn::ui

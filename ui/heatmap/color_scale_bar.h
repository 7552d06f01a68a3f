#pragma once

#include "ui/heatmap/scale_painter.h"

#include <QWidget>

namespace ffn::ui {

/// The colour scale beside a map, its bar as long as the map is high. Its ends can be dragged.
class ColorScaleBar : public QWidget {
    Q_OBJECT
  public:
    explicit ColorScaleBar(QWidget* parent = nullptr);
    void setLegend(const ScaleLegend& legend);
    const ScaleLegend& legend() const { return m_legend; }
    /// Top and bottom of the map in this widget's pixels.
    void alignTo(int top, int bottom);
    QSize sizeHint() const override;
    QRectF bar() const;

  signals:
    /// An end was dragged: the new range.
    void endsChosen(float low, float high);
    void resetAsked();

  protected:
    void paintEvent(QPaintEvent*) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;

  private:
    enum class End { None, Low, High };
    QRectF area() const;
    float valueAt(double y) const;

    ScaleLegend m_legend;
    int m_top = 0, m_bottom = 100;
    End m_dragged = End::None;
    double m_dragY = 0;
};

} // namespace ffn::ui

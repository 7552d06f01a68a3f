#pragma once

#include <qcustomplot.h>

#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace ffn::ui {

/// What one series of a Plot shows; `x` ascends. NaN leaves a gap.
struct PlotSeries {
    enum class Look { Bars, Line, Filled, Dots };
    QString name;
    std::vector<double> x, y;
    Look look = Look::Bars;
    int color = 0; ///< as in seriesColor
};

/// A small chart that follows the palette, has one marked point and is used by mouse and keyboard alike.
///
/// Points are numbered along the first series. A click or the arrow keys, Home, End, Page Up and Page Down
/// choose one.
class Plot : public QCustomPlot {
    Q_OBJECT
  public:
    explicit Plot(QWidget* parent = nullptr);

    void setSeries(std::vector<PlotSeries> series);
    /// Ticks of the x axis as words, one a point, thinned out where they do not fit; a line is drawn before
    /// each point of `groups`.
    void setLabels(const QStringList& labels, const std::vector<int>& groups = {});
    void setTitles(const QString& x, const QString& y);
    /// Without it the values' own range is taken, zero included for bars.
    void setYRange(std::optional<std::pair<double, double>> range);
    void setLogarithmicY(bool on);
    void setReadout(std::function<QString(int)> text) { m_readout = std::move(text); }
    /// −1: none.
    void setMarker(int index);
    int marker() const { return m_marker; }
    int points() const { return m_series.empty() ? 0 : int(m_series.front().x.size()); }
    const std::vector<PlotSeries>& series() const { return m_series; }
    /// Where point `index` is, in the widget's pixels, halfway up the axes.
    QPointF pointPosition(int index) const;
    /// The point nearest to a place; −1 outside the axes.
    int pointAt(const QPointF& place) const;

  signals:
    void chosen(int index);

  protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    QSize sizeHint() const override { return {320, 150}; }
    QSize minimumSizeHint() const override;

  private:
    void redraw();
    void rebuild();
    void addBars(const PlotSeries& series);
    void addCurve(const PlotSeries& series);
    void addGroupLines();
    void setRanges();
    void placeLabels();
    void placeMarker();
    double spacing() const;

    std::vector<PlotSeries> m_series;
    QStringList m_labels;
    std::vector<int> m_groups;
    std::optional<std::pair<double, double>> m_yRange;
    std::function<QString(int)> m_readout;
    bool m_logarithmic = false;
    int m_marker = -1;
    QCPItemRect* m_band = nullptr;
    QList<QCPAbstractItem*> m_groupLines;
};

} // namespace ffn::ui

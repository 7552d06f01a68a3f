#include "ui/heatmap/profile_strip.h"

#include "ui/heatmap/number_label.h"

#include <cmath>

namespace ffn::ui {
namespace {

constexpr int kFewTicks = 3, kSlim = 64;

// Few ticks, short numbers with a true minus sign.
class ValueTicker : public QCPAxisTicker {
  public:
    ValueTicker() { setTickCount(kFewTicks); }

  protected:
    int getSubTickCount(double) override { return 0; }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override { return shortNumber(tick); }
};

} // namespace

ProfileStrip::ProfileStrip(QCustomPlot* plot, Side side) : m_side(side), m_rect(new QCPAxisRect(plot, true)) {
    const bool top = side == Side::Top;
    m_cells = m_rect->axis(top ? QCPAxis::atBottom : QCPAxis::atLeft);
    m_values = m_rect->axis(top ? QCPAxis::atLeft : QCPAxis::atBottom);
    m_cells->setTicks(false);
    m_cells->setTickLabels(false);
    m_values->setTicker(QSharedPointer<ValueTicker>::create());
    m_values->setTickLengthIn(0);
    m_values->setTickLengthOut(3);
    m_rect->setMinimumMargins(top ? QMargins(0, 8, 0, 0) : QMargins(0, 0, 8, 0));
    m_rect->setSizeConstraintRect(QCPLayoutElement::scrInnerRect);
    m_graph = plot->addGraph(m_cells, m_values);
    m_graph->setLineStyle(QCPGraph::lsStepCenter);
    m_graph->setAntialiased(false);
    m_graph->setLayer("cursor");
    m_mark = plot->addGraph(m_cells, m_values);
    m_mark->setLineStyle(QCPGraph::lsNone);
    m_mark->setLayer("cursor");
    setWide(false);
}

void ProfileStrip::setWide(bool wide) {
    const int slim = m_side == Side::Top ? kSlim - 8 : kSlim + 16;
    const int most = wide ? QWIDGETSIZE_MAX : slim;
    if (m_side == Side::Top)
        m_rect->setMinimumSize(20, slim), m_rect->setMaximumSize(QWIDGETSIZE_MAX, most);
    else
        m_rect->setMinimumSize(slim, 20), m_rect->setMaximumSize(most, QWIDGETSIZE_MAX);
    m_values->ticker()->setTickCount(wide ? 6 : kFewTicks);
}

void ProfileStrip::setShown(bool shown) {
    m_rect->setVisible(shown);
    if (shown) return;
    if (m_side == Side::Top)
        m_rect->setMinimumSize(20, 0), m_rect->setMaximumSize(QWIDGETSIZE_MAX, 0);
    else
        m_rect->setMinimumSize(0, 20), m_rect->setMaximumSize(0, QWIDGETSIZE_MAX);
}

void ProfileStrip::setValues(const std::vector<float>& values, qint64 cursor) {
    QVector<QCPGraphData> points;
    points.reserve(qsizetype(values.size()) + 2);
    // The first and last step reach to the outer edge of their cells.
    if (!values.empty()) points.append({-1, values.front()});
    for (std::size_t i = 0; i < values.size(); ++i)
        points.append({double(i), std::isfinite(values[i]) ? double(values[i]) : qQNaN()});
    if (!values.empty()) points.append({double(values.size()), values.back()});
    m_graph->data()->set(points, true);
    QVector<QCPGraphData> mark;
    if (cursor >= 0 && cursor < qint64(values.size()))
        mark.append({double(cursor), values[std::size_t(cursor)]});
    m_mark->data()->set(mark, true);
}

void ProfileStrip::setSpan(float low, float high) {
    const double from = std::min(low, 0.f), to = std::max(high, 0.f);
    const double margin = to > from ? (to - from) * 0.06 : 1;
    m_values->setRange(low < 0 ? from - margin : from, to > 0 ? to + margin : to + (low < 0 ? 0 : 1));
}

void ProfileStrip::setColors(const PlotColors& colors) {
    QColor fill = colors.accent;
    fill.setAlpha(70);
    m_graph->setPen(QPen(colors.accent, 1));
    m_graph->setBrush(fill);
    m_mark->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(colors.text, 1.5), colors.accent, 7));
    for (QCPAxis* axis : m_rect->axes()) {
        axis->grid()->setPen(QPen(colors.grid, 1, Qt::DotLine));
        axis->grid()->setZeroLinePen(axis == m_values ? QPen(colors.faint, 1) : Qt::NoPen);
    }
    m_cells->grid()->setVisible(false);
}

} // namespace ffn::ui

#include "ui/heatmap/profile_strip.h"

#include "ui/heatmap/short_number.h"

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

void ProfileStrip::setValues(std::vector<float> values, qint64 cursor) {
    m_all = std::move(values);
    QVector<QCPGraphData> mark;
    if (cursor >= 0 && cursor < qint64(m_all.size()))
        mark.append({double(cursor), m_all[std::size_t(cursor)]});
    m_mark->data()->set(mark, true);
    showStretch();
}

void ProfileStrip::showStretch() {
    const QCPRange range = m_cells->range();
    const int pixels = std::max(m_side == Side::Top ? m_rect->width() : m_rect->height(), 50);
    const qint64 first = std::max<qint64>(0, qint64(std::floor(range.lower + 0.5)));
    const qint64 end = std::min<qint64>(qint64(m_all.size()), qint64(std::ceil(range.upper + 0.5)));
    const bool dense = end - first > pixels;
    m_graph->setLineStyle(dense ? QCPGraph::lsLine : QCPGraph::lsStepCenter);
    m_graph->setBrush(dense ? QBrush(Qt::NoBrush) : QBrush(m_fill));
    m_graph->data()->set(dense ? extremes(first, end, pixels) : steps(first, end), true);
}

QVector<QCPGraphData> ProfileStrip::steps(qint64 first, qint64 end) const {
    QVector<QCPGraphData> points;
    // The first and last step reach to the outer edge of their cells.
    if (first < end) points.append({double(first - 1), m_all[std::size_t(first)]});
    for (qint64 i = first; i < end; ++i) {
        const float value = m_all[std::size_t(i)];
        points.append({double(i), std::isfinite(value) ? double(value) : qQNaN()});
    }
    if (first < end) points.append({double(end), m_all[std::size_t(end - 1)]});
    return points;
}

QVector<QCPGraphData> ProfileStrip::extremes(qint64 first, qint64 end, int bins) const {
    QVector<QCPGraphData> points;
    for (int bin = 0; bin < bins; ++bin) {
        const qint64 from = first + (end - first) * bin / bins, to = first + (end - first) * (bin + 1) / bins;
        double low = qInf(), high = -qInf();
        for (qint64 i = from; i < to; ++i) {
            const double value = double(m_all[std::size_t(i)]);
            if (!std::isfinite(value)) continue;
            low = std::min(low, value);
            high = std::max(high, value);
        }
        if (low > high) continue;
        const double at = double(from + to - 1) / 2;
        points.append({at, low});
        points.append({at, high});
    }
    return points;
}

void ProfileStrip::setSpan(float low, float high) {
    const double from = std::min(low, 0.f), to = std::max(high, 0.f);
    const double margin = to > from ? (to - from) * 0.06 : 1;
    m_values->setRange(low < 0 ? from - margin : from, to > 0 ? to + margin : to + (low < 0 ? 0 : 1));
}

void ProfileStrip::setColors(const PlotColors& colors) {
    m_fill = colors.accent;
    m_fill.setAlpha(70);
    m_graph->setPen(QPen(colors.accent, 1));
    showStretch();
    m_mark->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(colors.text, 1.5), colors.accent, 7));
    for (QCPAxis* axis : m_rect->axes()) {
        axis->grid()->setPen(QPen(colors.grid, 1, Qt::DotLine));
        axis->grid()->setZeroLinePen(axis == m_values ? QPen(colors.faint, 1) : Qt::NoPen);
    }
    m_cells->grid()->setVisible(false);
}

} // namespace ffn::ui

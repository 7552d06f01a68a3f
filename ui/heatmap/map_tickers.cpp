#include "ui/heatmap/map_tickers.h"

#include <QFontMetrics>

#include <cmath>

namespace ffn::ui {
namespace {

constexpr int kWidestLabel = 116; // logical pixels at the default font; long tokens are elided

bool horizontal(const QCPAxis* axis) {
    return axis->orientation() == Qt::Horizontal;
}

double length(const QCPAxis* axis) {
    return horizontal(axis) ? axis->axisRect()->width() : axis->axisRect()->height();
}

} // namespace

qint64 roundStep(double least) {
    for (qint64 decade = 1;; decade *= 10)
        for (const qint64 factor : {1, 2, 5})
            if (double(decade * factor) >= least) return decade * factor;
}

std::vector<qint64> labelledRows(const RowLabels& labels, qint64 step, qint64 first, qint64 last) {
    const qint64 len = std::max<qint64>(labels.len(), 1);
    if (labels.isReordered()) {
        std::vector<qint64> rows;
        for (qint64 row = (std::max<qint64>(first, 0) + step - 1) / step * step;
             row <= std::min(last, labels.rows() - 1); row += step)
            rows.push_back(row);
        return rows;
    }
    // Sequences begin with a label; where they are shorter than a step, some are left out.
    const qint64 everySequence = step <= len ? 1 : roundStep(double(step) / double(len));
    const qint64 from = std::max<qint64>(first, 0) / len / everySequence * everySequence;
    std::vector<qint64> rows;
    for (qint64 b = from; b < labels.batch() && b * len <= last; b += everySequence)
        for (qint64 at = 0; at == 0 || at + step <= len || (at < len && b + 1 == labels.batch()); at += step)
            if (b * len + at >= first && b * len + at <= last && at < len) rows.push_back(b * len + at);
    return rows;
}

QString TokenTicker::elided(qint64 row) const {
    const QFontMetrics metrics(m_axis->tickLabelFont());
    const int widest = std::max(kWidestLabel, metrics.averageCharWidth() * 14);
    return metrics.elidedText(m_labels.axisLabel(row), Qt::ElideRight, widest);
}

int TokenTicker::widestLabel() const {
    const QFontMetrics metrics(m_axis->tickLabelFont());
    int widest = 0;
    for (qint64 row = 0; row < std::min<qint64>(m_labels.rows(), 2000); ++row)
        widest = std::max(widest, metrics.horizontalAdvance(elided(row)));
    return widest;
}

QVector<double> TokenTicker::createTickVector(double, const QCPRange& range) {
    const double perRow = length(m_axis) / std::max(range.size(), 1e-9);
    const QFontMetrics metrics(m_axis->tickLabelFont());
    const qint64 step = roundStep(metrics.height() * 1.02 / std::max(perRow, 1e-9));
    QVector<double> ticks;
    for (const qint64 row : labelledRows(m_labels, step, qint64(std::ceil(range.lower)), qint64(range.upper)))
        if (!m_labels.isPadding(row)) ticks.append(double(row));
    return ticks;
}

QVector<QString> TokenTicker::createLabelVector(const QVector<double>& ticks, const QLocale&, QChar, int) {
    QVector<QString> labels;
    for (const double tick : ticks)
        labels.append(elided(qint64(tick)));
    return labels;
}

double UnitTicker::getTickStep(const QCPRange& range) {
    const QFontMetrics metrics(m_axis->tickLabelFont());
    const double room =
        horizontal(m_axis) ? metrics.horizontalAdvance(QString(7, '0')) : metrics.height() * 2.2;
    return double(roundStep(range.size() * room / std::max(length(m_axis), 1.0)));
}

QVector<double> UnitTicker::createTickVector(double tickStep, const QCPRange& range) {
    QVector<double> ticks;
    const double last = std::min(range.upper, double(m_units - 1));
    for (double tick = std::ceil(std::max(range.lower, 0.0) / tickStep) * tickStep; tick <= last;
         tick += tickStep)
        ticks.append(tick);
    return ticks;
}

QString UnitTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
    return QString::number(m_order.unit(std::llround(tick)));
}

} // namespace ffn::ui

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
    const qint64 first = std::max<qint64>(0, qint64(std::ceil(range.lower)));
    const qint64 last = std::min<qint64>(m_labels.rows() - 1, qint64(std::floor(range.upper)));
    QVector<double> ticks;
    for (qint64 row = (first + step - 1) / step * step; row <= last; row += step)
        ticks.append(double(row));
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
    return QString::number(qint64(std::llround(tick)));
}

} // namespace ffn::ui

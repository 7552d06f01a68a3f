#include "ui/panels/number_ticker.h"

#include "ui/panels/number_label.h"

#include <QFontMetrics>

#include <algorithm>
#include <cmath>

namespace ffn::ui {

namespace {

constexpr double kLine = 1.25; // from label to label above it, in heights of a line

// Of a label and the gap to the next, in pixels.
double roomFor(const QCPAxis& axis, double step, const QCPRange& range) {
    const QFontMetrics metrics(axis.tickLabelFont());
    if (axis.orientation() == Qt::Vertical) return metrics.height() * kLine;
    const auto width = [&](double tick) { return metrics.horizontalAdvance(numberLabel(tick, 6)); };
    // The second label may be the longest: 0.25 between 0 and 0.5.
    const double first = std::ceil(range.lower / step) * step;
    return std::max({width(first), width(first + step), width(std::floor(range.upper / step) * step)}) +
           metrics.averageCharWidth() * 2;
}

double lengthOf(const QCPAxis& axis) {
    const QRect rect = axis.axisRect()->rect();
    return std::max(axis.orientation() == Qt::Vertical ? rect.height() : rect.width(), 1);
}

} // namespace

double NumberTicker::getTickStep(const QCPRange& range) {
    double step = QCPAxisTicker::getTickStep(range);
    for (int i = 0; i < 4 && lengthOf(*m_axis) * step / range.size() < roomFor(*m_axis, step, range); ++i)
        step = cleanMantissa(2.01 * step); // a little more than twice: 5 comes after 2 and 2.5
    return step;
}

QString NumberTicker::getTickLabel(double tick, const QLocale&, QChar, int precision) {
    return numberLabel(tick, precision);
}

// Within a decade the numbers lie the closer the larger they are: each one is measured.
QVector<double> DecadeTicker::createTickVector(double tickStep, const QCPRange& range) {
    const double room = QFontMetrics(m_axis->tickLabelFont()).height() * kLine;
    const double perDecade = lengthOf(*m_axis) / std::log10(range.upper / range.lower);
    QVector<double> ticks;
    for (const double tick : QCPAxisTickerLog::createTickVector(tickStep, range))
        if (ticks.isEmpty() || std::log10(tick / ticks.last()) * perDecade >= room) ticks += tick;
    return ticks;
}

QString DecadeTicker::getTickLabel(double tick, const QLocale&, QChar, int precision) {
    return numberLabel(tick, precision);
}

} // namespace ffn::ui

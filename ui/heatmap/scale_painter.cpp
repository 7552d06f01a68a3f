#include "ui/heatmap/scale_painter.h"

#include "ui/heatmap/short_number.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace ffn::ui {
namespace {

constexpr double kBar = 16, kHistogram = 40, kTick = 4, kGap = 3;

struct ScaleText {
    Q_DECLARE_TR_FUNCTIONS(ScaleText)
};

struct Swatch {
    Rgb color;
    QString text;
};

std::vector<Swatch> swatches(const ScaleLegend& legend) {
    const ColorScale& s = legend.scale;
    std::vector<Swatch> list;
    if (legend.nan > 0) list.push_back({s.nan, ScaleText::tr("NaN × %L1").arg(legend.nan)});
    if (legend.posInf > 0) list.push_back({s.pos_inf, ScaleText::tr("+Inf × %L1").arg(legend.posInf)});
    if (legend.negInf > 0) list.push_back({s.neg_inf, ScaleText::tr("−Inf × %L1").arg(legend.negInf)});
    if (legend.padding) list.push_back({s.padding, ScaleText::tr("padding")});
    return list;
}

QColor color(Rgb c) {
    return {c.r, c.g, c.b};
}

double yOf(float value, const ColorScale& scale, const QRectF& bar) {
    return bar.bottom() - scale.position(value) * bar.height();
}

void paintBar(QPainter& painter, const QRectF& bar, const ColorScale& scale) {
    // 256 strips, each drawn down to the bottom, so that no gap is left between them.
    painter.setPen(Qt::NoPen);
    for (int i = 255; i >= 0; --i) {
        const double top = bar.bottom() - bar.height() * (i + 1) / 256;
        painter.setBrush(color(scale.map->colors[std::size_t(i)]));
        painter.drawRect(
            QRectF(bar.left(), top, bar.width(), bar.bottom() - top - bar.height() * i / 256 + 0.5)
                .intersected(bar));
    }
}

void paintHistogram(QPainter& painter, const QRectF& bar, const ScaleLegend& legend,
                    const PlotColors& colors) {
    const ValueHistogram& h = legend.histogram;
    if (h.counts.empty() || !(h.low < h.high)) return;
    const auto most = *std::max_element(h.counts.begin(), h.counts.end());
    if (most <= 0) return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.soft);
    const double step = (h.high - h.low) / double(h.counts.size());
    for (std::size_t i = 0; i < h.counts.size(); ++i) {
        if (h.counts[i] == 0) continue;
        // Counts differ by orders of magnitude, as a peak at zero does: their logarithm is drawn.
        const double wide = kHistogram * std::log1p(double(h.counts[i])) / std::log1p(double(most));
        const double a = yOf(float(h.low + step * double(i)), legend.scale, bar);
        const double b = yOf(float(h.low + step * double(i + 1)), legend.scale, bar);
        painter.drawRect(QRectF(QPointF(bar.left() - kGap - wide, b), QPointF(bar.left() - kGap, a)));
    }
}

void paintArrow(QPainter& painter, QPointF tip, double height, Rgb fill, const PlotColors& colors) {
    QPainterPath arrow(tip);
    arrow.lineTo(tip + QPointF(-kBar / 2, height));
    arrow.lineTo(tip + QPointF(kBar / 2, height));
    arrow.closeSubpath();
    painter.setPen(QPen(colors.faint, 1));
    painter.setBrush(color(fill));
    painter.drawPath(arrow);
}

} // namespace

std::vector<float> scaleTicks(const ColorScale& scale, double length, double labelHeight) {
    std::vector<float> candidates{scale.low, scale.high};
    if (scale.low < 0 && scale.high > 0) candidates.push_back(0);
    const double span = double(scale.high) - scale.low;
    if (!(span > 0) || !std::isfinite(span)) return {scale.low};
    const double decade = std::pow(10, std::floor(std::log10(span / 4)));
    const double step = decade * (span / decade / 4 < 2 ? 1 : span / decade / 4 < 5 ? 2 : 5);
    for (double i = std::ceil(scale.low / step); i * step <= scale.high; ++i)
        candidates.push_back(float(i * step));
    std::vector<float> ticks;
    for (const float c : candidates) {
        const auto near = [&](float t) {
            return std::abs(scale.position(t) - scale.position(c)) * length < labelHeight * 1.15;
        };
        if (std::none_of(ticks.begin(), ticks.end(), near)) ticks.push_back(c);
    }
    std::sort(ticks.begin(), ticks.end());
    return ticks;
}

double scaleWidth(const ScaleLegend& legend, const QFont& font) {
    const QFontMetricsF metrics(font);
    double text = metrics.horizontalAdvance("−0.0000");
    for (const float v : {legend.scale.low, legend.scale.high})
        text = std::max(text, metrics.horizontalAdvance(shortNumber(v)));
    const double scale = kHistogram + kGap + kBar + kTick + kGap + text;
    double swatch = 0;
    for (const Swatch& s : swatches(legend))
        swatch = std::max(swatch, metrics.height() + 4 + metrics.horizontalAdvance(s.text));
    return std::ceil(std::max(scale, swatch)) + 2;
}

double swatchesHeight(const ScaleLegend& legend, const QFont& font) {
    return double(swatches(legend).size()) * (QFontMetricsF(font).height() + 3);
}

QRectF scaleBar(const QRectF& area, const ScaleLegend&) {
    return {area.left() + kHistogram + kGap, area.top(), kBar, area.height()};
}

void paintScale(QPainter& painter, const QRectF& area, const ScaleLegend& legend, const PlotColors& colors) {
    if (!legend.scale.map || area.height() < 4) return;
    const QRectF bar = scaleBar(area, legend);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    paintHistogram(painter, bar, legend, colors);
    paintBar(painter, bar, legend.scale);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colors.faint, 1));
    painter.drawRect(bar);
    const QFontMetricsF metrics(painter.font(), painter.device());
    for (const float tick : scaleTicks(legend.scale, bar.height(), metrics.height())) {
        const double y = yOf(tick, legend.scale, bar);
        painter.setPen(QPen(colors.faint, 1));
        painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + kTick, y));
        painter.setPen(colors.text);
        const double top = std::clamp(y - metrics.height() / 2, area.top() - metrics.height() / 2,
                                      area.bottom() - metrics.height() / 2);
        painter.drawText(QRectF(bar.right() + kTick + kGap, top, 200, metrics.height()),
                         Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, shortNumber(tick));
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
    const QPointF middle(bar.center().x(), 0);
    if (legend.dataHigh > legend.scale.high)
        paintArrow(painter, middle + QPointF(0, bar.top() - 10), 8, legend.scale.map->colors[255], colors);
    if (legend.dataLow < legend.scale.low)
        paintArrow(painter, middle + QPointF(0, bar.bottom() + 10), -8, legend.scale.map->colors[0], colors);
    painter.restore();
}

void paintSwatches(QPainter& painter, QPointF at, const ScaleLegend& legend, const PlotColors& colors) {
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double side = metrics.height() - 4;
    for (const Swatch& s : swatches(legend)) {
        painter.setPen(QPen(colors.faint, 1));
        painter.setBrush(color(s.color));
        painter.drawRect(QRectF(at.x(), at.y() + 2, side, side));
        painter.setPen(colors.text);
        painter.drawText(QRectF(at.x() + side + 6, at.y(), 300, metrics.height()),
                         Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, s.text);
        at.ry() += metrics.height() + 3;
    }
}

} // namespace ffn::ui

#include "ui/panels/plot_style.h"

#include <array>

#include <qcustomplot.h>

namespace ffn::ui {

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Base).lightness() < palette.color(QPalette::Text).lightness();
}

QColor seriesColor(const QPalette& palette, int series) {
    // Okabe and Ito's colours, in the order blue, orange, green.
    static constexpr std::array<QRgb, 3> kLight{0xff0072b2, 0xffd55e00, 0xff009e73};
    static constexpr std::array<QRgb, 3> kDark{0xff56b4e9, 0xffe69f00, 0xff2ecc9b};
    const auto& colors = isDark(palette) ? kDark : kLight;
    return QColor::fromRgb(colors[std::size_t(series) % colors.size()]);
}

QColor signColor(const QPalette& palette, bool negative) {
    return seriesColor(palette, negative ? 0 : 1);
}

QColor blended(const QColor& a, const QColor& b, double share) {
    const auto mix = [share](float x, float y) { return float(x + (y - x) * share); };
    return QColor::fromRgbF(mix(a.redF(), b.redF()), mix(a.greenF(), b.greenF()), mix(a.blueF(), b.blueF()));
}

void applyAxisStyle(QCPAxis& axis, const QPalette& palette, const QFont& font) {
    const QColor text = palette.color(QPalette::Text), base = palette.color(QPalette::Base);
    const QPen line(blended(base, text, 0.5));
    axis.setBasePen(line);
    axis.setTickPen(line);
    axis.setSubTickPen(line);
    axis.setTickLabelColor(text);
    axis.setLabelColor(text);
    axis.setTickLabelFont(font);
    axis.setLabelFont(font);
    axis.grid()->setPen(QPen(blended(base, text, 0.12)));
    axis.grid()->setZeroLinePen(QPen(blended(base, text, 0.4)));
}

void applyPlotStyle(QCustomPlot& plot) {
    const QPalette palette = plot.palette();
    QFont small = plot.font();
    if (small.pointSizeF() > 0) small.setPointSizeF(small.pointSizeF() * 0.88);
    plot.setBackground(QBrush(palette.color(QPalette::Base)));
    for (QCPAxisRect* rect : plot.axisRects())
        for (QCPAxis* axis : rect->axes())
            applyAxisStyle(*axis, palette, small);
    if (plot.legend) {
        plot.legend->setFont(small);
        plot.legend->setTextColor(palette.color(QPalette::Text));
        plot.legend->setBrush(Qt::NoBrush);
        plot.legend->setBorderPen(Qt::NoPen);
    }
}

} // namespace ffn::ui

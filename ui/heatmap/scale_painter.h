#pragma once

#include "engine/raster/color_map.h"
#include "engine/raster/histogram.h"
#include "ui/heatmap/plot_colors.h"

#include <QFont>
#include <QRectF>
#include <QString>

#include <vector>

class QPainter;

namespace ffn::ui {

/// What a colour scale tells: the colours, how many values lie where, and the colours of what is no number.
struct ScaleLegend {
    ColorScale scale;
    ValueHistogram histogram;        ///< over [scale.low, scale.high]; no counts: none is drawn
    float dataLow = 0, dataHigh = 0; ///< beyond the scale's ends, an arrow says so
    qint64 nan = 0, posInf = 0, negInf = 0;
    bool padding = false;
};

/// Values to be written beside a scale: both ends, zero, and round ones between where there is room.
std::vector<float> scaleTicks(const ColorScale& scale, double length, double labelHeight);

/// Room the scale needs across, for its histogram, bar and numbers.
double scaleWidth(const ScaleLegend& legend, const QFont& font);
/// Height of the swatches for NaN, ±Inf and padding; 0 when there are none.
double swatchesHeight(const ScaleLegend& legend, const QFont& font);

/// Draws a vertical scale whose bar reaches from the top to the bottom of `area`.
void paintScale(QPainter& painter, const QRectF& area, const ScaleLegend& legend, const PlotColors& colors);
void paintSwatches(QPainter& painter, QPointF topLeft, const ScaleLegend& legend, const PlotColors& colors);
/// The bar within `area`.
QRectF scaleBar(const QRectF& area, const ScaleLegend& legend);

} // namespace ffn::ui

#pragma once

#include <QColor>
#include <QPalette>

class QCustomPlot;
class QCPAxis;

namespace ffn::ui {

bool isDark(const QPalette& palette);

/// Colours of the first, second … series; blue and orange that differ for colour-blind eyes too, lighter on a
/// dark palette.
QColor seriesColor(const QPalette& palette, int series);

/// Signed numbers: below and above zero, as in the zero-centred colour map.
QColor signColor(const QPalette& palette, bool negative);

/// `a` with `share` of `b` in it.
QColor blended(const QColor& a, const QColor& b, double share);

/// Axes, text, grid, legend and background from the palette and font of the widget `plot`. Does not replot.
void applyPlotStyle(QCustomPlot& plot);

/// One axis from the palette and font.
void applyAxisStyle(QCPAxis& axis, const QPalette& palette, const QFont& font);

} // namespace ffn::ui

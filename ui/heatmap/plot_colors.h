#pragma once

#include <QColor>
#include <QPalette>

namespace ffn::ui {

/// The colours of axes and marks, from a widget's palette, so that plots follow light and dark.
struct PlotColors {
    QColor background, text, faint, soft, grid, accent, accentText;
    bool dark = false;
};

PlotColors plotColors(const QPalette& palette);

} // namespace ffn::ui

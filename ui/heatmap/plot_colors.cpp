#include "ui/heatmap/plot_colors.h"

namespace ffn::ui {
namespace {

QColor between(const QColor& a, const QColor& b, double share) {
    const auto mix = [share](int x, int y) { return int(x + (y - x) * share + 0.5); };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

} // namespace

PlotColors plotColors(const QPalette& palette) {
    PlotColors colors;
    colors.background = palette.color(QPalette::Window);
    colors.text = palette.color(QPalette::WindowText);
    colors.faint = between(colors.text, colors.background, 0.35);
    colors.soft = between(colors.text, colors.background, 0.6);
    colors.grid = between(colors.text, colors.background, 0.82);
    colors.accent = palette.color(QPalette::Highlight);
    colors.accentText = palette.color(QPalette::HighlightedText);
    colors.dark = colors.background.lightness() < colors.text.lightness();
    return colors;
}

} // namespace ffn::ui

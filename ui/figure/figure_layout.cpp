#include "ui/figure/figure_layout.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace ffn::ui {
namespace {

constexpr double kMargin = 18, kGap = 10;
constexpr qint64 kWidest = 1100, kHighest = 1440; // of the map
constexpr double kShortestScale = 110, kNarrowest = 360, kBarsWidth = 320;

// Pixels for `cells`: whole pixels a cell up to `most`, or whole cells a pixel.
int pixelsFor(qint64 cells, qint64 limit, qint64 most) {
    if (cells <= limit) return int(cells * std::clamp<qint64>(limit / cells, 1, most));
    const qint64 perPixel = (cells + limit - 1) / limit;
    return int((cells + perPixel - 1) / perPixel);
}

} // namespace

QFont figureFont(int pixels, bool bold) {
    QFont font;
    font.setPixelSize(pixels);
    font.setBold(bold);
    return font;
}

QSize mapSize(qint64 across, qint64 down) {
    // Few cells get room for their numbers.
    const qint64 wide = across == 1 ? 72 : across <= 18 ? 58 : 28;
    const qint64 high = down <= 4 ? 40 : 18;
    return {pixelsFor(std::max<qint64>(across, 1), kWidest, wide),
            pixelsFor(std::max<qint64>(down, 1), kHighest, high)};
}

FigureLayout layOutFigure(const FigureContent& content) {
    const QFontMetricsF text(figureFont()), small(figureFont(10)), bold(figureFont(15, true));
    const QSizeF map = mapSize(content.across, content.down);
    const double bars = content.statistic ? kBarsWidth : 0;
    FigureLayout layout;
    const double left = kMargin + content.widestLeft + 10;
    double wide = left + map.width() + (bars > 0 ? kGap + bars : 0) + 2 * kGap + content.scaleWidth + kMargin;
    wide = std::max(wide, kNarrowest);
    double y = kMargin;
    const double titleHeight =
        content.title.isEmpty() ? 0 : bold.height() + double(content.title.size() - 1) * text.height() + kGap;
    layout.title = {kMargin, y, wide - 2 * kMargin, titleHeight};
    y += titleHeight;
    layout.map = {QPointF(left, y), map};
    if (bars > 0) layout.bars = {layout.map.right() + kGap, y, bars, map.height()};
    const double right = (bars > 0 ? layout.bars.right() : layout.map.right()) + 2 * kGap;
    const double swatches = content.swatchesHeight > 0 ? content.swatchesHeight + kGap : 0;
    layout.swatches = {right, y};
    layout.scale = {right, y + swatches, content.scaleWidth,
                    std::max(map.height() - swatches, kShortestScale)};
    // Below the map: ticks, numbers, the axis' name. The scale may be longer than the map.
    y = std::max(layout.map.bottom() + content.bottomHeight + text.height() + 10,
                 layout.scale.bottom() + text.height());
    const double footerWidth = wide - 2 * kMargin;
    const QRectF wrapped =
        small.boundingRect(QRectF(0, 0, footerWidth, 1000), Qt::TextWordWrap, content.footer);
    layout.footer = {kMargin, y + kGap, footerWidth, wrapped.height() + 2};
    layout.size = {int(std::ceil(wide)), int(std::ceil(layout.footer.bottom() + kMargin * 0.7))};
    return layout;
}

} // namespace ffn::ui

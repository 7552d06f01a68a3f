#include "ui/heatmap/thumbnail.h"

#include "ui/heatmap/map_coloring.h"
#include "ui/heatmap/map_image.h"

#include <QPainter>

#include <cmath>

namespace ffn::ui {
namespace {

QImage bars(const Snapshot& snapshot, Stage stage, QSize size, bool dark) {
    const Tensor& values = snapshot.stage(stage);
    const StageSummary& summary = snapshot.summary(stage);
    QImage image(size, QImage::Format_RGB32);
    image.fill(dark ? QColor(38, 38, 42) : QColor(244, 244, 246));
    const double low = std::min(0.0, double(summary.min)), high = std::max(0.0, double(summary.max));
    if (summary.finite == 0 || !(high > low)) return image;
    const AxisSampling rows =
        sampleAxis(0, double(size.height()) / double(values.rows()), values.rows(), 0, size.height());
    const double zero = -low / (high - low) * size.width();
    QPainter painter(&image);
    for (int y = rows.firstPixel; y < rows.pixelEnd(); ++y) {
        const int sample = rows.sample[std::size_t(y - rows.firstPixel)];
        const std::int64_t row = rows.exact ? sample : std::int64_t(sample) * values.rows() / rows.samples;
        const float value = values.at(row, 0);
        if (!std::isfinite(value)) continue;
        const double end = (double(value) - low) / (high - low) * size.width();
        painter.fillRect(QRectF(QPointF(std::min(zero, end), y), QPointF(std::max(zero, end), y + 1)),
                         dark ? QColor(120, 170, 240) : QColor(50, 100, 180));
    }
    return image;
}

} // namespace

QImage stageThumbnail(const Snapshot& snapshot, Stage stage, QSize size, bool dark) {
    if (!snapshot.has(stage) || snapshot.stage(stage).size() == 0 || size.isEmpty()) return {};
    if (info(stage).width == StageWidth::One) return bars(snapshot, stage, size, dark);
    const auto tokens = std::make_shared<const TokenBatch>(tokensOf(snapshot, stage));
    const Pyramid pyramid(snapshot.kept[std::size_t(stage)], tokens, Reduction::SignedMaxAbs);
    const auto whole = [](std::int64_t cells, int pixels) {
        return sampleAxis(0, double(pixels) / double(cells), cells, 0, pixels);
    };
    ColorScale scale;
    scale.map = automaticMap(snapshot, stage, Reduction::SignedMaxAbs, dark);
    scale.padding = paddingColor(dark);
    std::tie(scale.low, scale.high) = rangeEnds({}, snapshot, stage, Reduction::SignedMaxAbs, {});
    return mapImage(pyramid, {whole(pyramid.units(), size.width()), whole(pyramid.rows(), size.height())},
                    scale);
}

} // namespace ffn::ui

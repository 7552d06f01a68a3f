#include "ui/heatmap/map_image.h"

#include <QCoreApplication>

#include <cstring>

namespace ffn::ui {
namespace {

using Pixels = std::vector<std::uint32_t>;

// `source` is row-major with `width` samples a row; x and y pick samples of it.
void spread(const Pixels& source, int width, const AxisSampling& x, const AxisSampling& y, QImage& image) {
    for (int line = 0; line < image.height(); ++line) {
        auto* to = reinterpret_cast<QRgb*>(image.scanLine(line));
        const int sample = y.sample[std::size_t(line)];
        if (line > 0 && sample == y.sample[std::size_t(line - 1)]) {
            std::memcpy(to, image.constScanLine(line - 1), std::size_t(image.width()) * sizeof(QRgb));
            continue;
        }
        const std::uint32_t* from = source.data() + std::size_t(sample) * std::size_t(width);
        for (int i = 0; i < image.width(); ++i)
            to[i] = from[x.sample[std::size_t(i)]];
    }
}

void spreadTransposed(const Pixels& source, int width, const AxisSampling& x, const AxisSampling& y,
                      QImage& image) {
    for (int line = 0; line < image.height(); ++line) {
        auto* to = reinterpret_cast<QRgb*>(image.scanLine(line));
        const auto unit = std::size_t(y.sample[std::size_t(line)]);
        for (int i = 0; i < image.width(); ++i)
            to[i] = source[std::size_t(x.sample[std::size_t(i)]) * std::size_t(width) + unit];
    }
}

QString brief(double number) {
    return QString::number(number, 'g', number < 10 ? 2 : number < 1000 ? 3 : 6);
}

struct MapText {
    Q_DECLARE_TR_FUNCTIONS(MapText)
};

} // namespace

RasterImage mapRaster(const Pyramid& pyramid, const AxisSampling& units, const AxisSampling& rows,
                      ThreadPool* pool) {
    if (units.empty() || rows.empty()) return {};
    const CellRect part{rows.firstCell, units.firstCell, rows.cells, units.cells};
    RenderOptions options;
    options.pool = pool;
    return pyramid.render(part, units.samples, rows.samples, options);
}

QImage paintRaster(const RasterImage& raster, const AxisSampling& units, const AxisSampling& rows,
                   bool transposed, const ColorScale& scale) {
    if (units.empty() || rows.empty() || !scale.map) return {};
    const Pixels pixels = colorize(raster, scale);
    const AxisSampling& x = transposed ? rows : units;
    const AxisSampling& y = transposed ? units : rows;
    QImage image(int(x.sample.size()), int(y.sample.size()), QImage::Format_RGB32);
    (transposed ? spreadTransposed : spread)(pixels, units.samples, x, y, image);
    return image;
}

QImage mapImage(const Pyramid& pyramid, const AxisSampling& units, const AxisSampling& rows, bool transposed,
                const ColorScale& scale) {
    return paintRaster(mapRaster(pyramid, units, rows), units, rows, transposed, scale);
}

QString pixelMeaning(const AxisSampling& units, const AxisSampling& rows, Reduction reduction) {
    if (units.exact && rows.exact)
        return MapText::tr("exact: 1 cell = %1 × %2 px")
            .arg(brief(units.pixelsPerCell), brief(rows.pixelsPerCell));
    const auto cells = [](const AxisSampling& a) { return a.exact ? 1.0 : 1 / a.pixelsPerCell; };
    return MapText::tr("1 px = %1 × %2 cells, %3")
        .arg(brief(cells(units)), brief(cells(rows)), reductionText(reduction));
}

QString reductionText(Reduction reduction) {
    switch (reduction) {
    case Reduction::SignedMaxAbs:
        return MapText::tr("max |x|");
    case Reduction::Mean:
        return MapText::tr("mean");
    case Reduction::Min:
        return MapText::tr("minimum");
    case Reduction::Max:
        return MapText::tr("maximum");
    case Reduction::FractionNonZero:
        return MapText::tr("fraction non-zero");
    }
    return {};
}

} // namespace ffn::ui

#include "ui/heatmap/map_image.h"

#include <QCoreApplication>

#include <cstring>

namespace ffn::ui {
namespace {

constexpr int kLinesAtOnce = 32; // painted by one thread

bool same(const AxisSampling& a, const AxisSampling& b) {
    return a.firstCell == b.firstCell && a.cells == b.cells && a.samples == b.samples &&
           a.firstPixel == b.firstPixel && a.sample == b.sample;
}

/// Paints lines of an image from a raster whose samples the axes pick.
struct LinePainter {
    const RasterImage& raster;
    const AxisSampling &x, &y;
    const Colorizer& colorizer;
    uchar* bits;
    qsizetype bytesPerLine;

    void paint(int first, int end) const {
        const auto wide = x.sample.size();
        // Neighbouring pixels that show neighbouring samples are painted where they belong.
        const bool plain = x.sample.back() - x.sample.front() == int(wide) - 1;
        std::vector<std::uint32_t> colors(plain ? 0 : std::size_t(raster.width));
        for (int line = first; line < end; ++line) {
            auto* to = reinterpret_cast<std::uint32_t*>(bits + line * bytesPerLine);
            const int sample = y.sample[std::size_t(line)];
            if (line > first && sample == y.sample[std::size_t(line - 1)]) {
                std::memcpy(to, bits + (line - 1) * bytesPerLine, wide * sizeof(QRgb));
                continue;
            }
            const std::size_t from =
                std::size_t(sample) * std::size_t(raster.width) + std::size_t(plain ? x.sample.front() : 0);
            colorizer.run(&raster.values[from], &raster.flags[from], plain ? qint64(wide) : raster.width,
                          plain ? to : colors.data());
            for (std::size_t i = 0; i < wide && !plain; ++i)
                to[i] = colors[std::size_t(x.sample[i])];
        }
    }
};

QString brief(double number) {
    return QString::number(number, 'g', number < 10 ? 2 : number < 1000 ? 3 : 6);
}

struct MapText {
    Q_DECLARE_TR_FUNCTIONS(MapText)
};

} // namespace

bool MapSampling::shows(const MapSampling& other) const {
    return transposed == other.transposed && same(units, other.units) && same(rows, other.rows);
}

RasterImage mapRaster(const Pyramid& pyramid, const MapSampling& sampling, ThreadPool* pool,
                      std::stop_token stop, RasterImage reused) {
    if (sampling.empty()) return {};
    const AxisSampling &units = sampling.units, &rows = sampling.rows;
    const CellRect part{rows.firstCell, units.firstCell, rows.cells, units.cells};
    RenderOptions options;
    options.pool = pool;
    options.transposed = sampling.transposed;
    options.stop = std::move(stop);
    return pyramid.render(part, sampling.x().samples, sampling.y().samples, options, std::move(reused));
}

QImage paintRaster(const RasterImage& raster, const MapSampling& sampling, const ColorScale& scale,
                   ThreadPool* pool, QImage image) {
    if (sampling.empty() || !scale.map) return {};
    const AxisSampling &x = sampling.x(), &y = sampling.y();
    const QSize size(int(x.sample.size()), int(y.sample.size()));
    if (image.size() != size) image = QImage(size, QImage::Format_RGB32);
    const Colorizer colorizer(scale);
    const LinePainter lines{raster, x, y, colorizer, image.bits(), image.bytesPerLine()};
    const int high = image.height(), blocks = (high + kLinesAtOnce - 1) / kLinesAtOnce;
    const auto block = [&](std::int64_t b) {
        lines.paint(int(b) * kLinesAtOnce, std::min(high, int(b + 1) * kLinesAtOnce));
    };
    if (pool) pool->for_each_block(blocks, block);
    for (int b = 0; b < blocks && !pool; ++b)
        block(b);
    return image;
}

QImage mapImage(const Pyramid& pyramid, const MapSampling& sampling, const ColorScale& scale) {
    return paintRaster(mapRaster(pyramid, sampling), sampling, scale);
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

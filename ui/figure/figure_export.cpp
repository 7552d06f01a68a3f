#include "ui/figure/figure_export.h"

#include "engine/core/atomic_file.h"
#include "engine/core/error.h"
#include "ui/figure/figure_painter.h"

#include <QBuffer>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

namespace ffn::ui {
namespace {

constexpr int kPixelsPerInch = 96;

QByteArray png(const FigurePainter& figure, int scale) {
    QImage image(figure.size() * scale, QImage::Format_RGB32);
    if (image.isNull()) throw Error("there is not enough memory for a picture of that scale");
    image.setDotsPerMeterX(int(kPixelsPerInch * scale / 0.0254));
    image.setDotsPerMeterY(int(kPixelsPerInch * scale / 0.0254));
    image.setDevicePixelRatio(scale);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing, true);
    figure.paint(painter);
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, "PNG")) throw Error("the picture could not be made a PNG");
    return bytes;
}

QByteArray svg(const FigurePainter& figure) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(kPixelsPerInch);
    generator.setSize(figure.size());
    generator.setViewBox(QRect(QPoint(), figure.size()));
    generator.setTitle(figure.title().toHtmlEscaped()); // Qt writes it as it is
    QPainter painter(&generator);
    figure.paint(painter);
    painter.end();
    return bytes;
}

QByteArray pdf(const FigurePainter& figure) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setCreator("ffnscope");
    writer.setTitle(figure.title());
    writer.setResolution(kPixelsPerInch);
    writer.setPageSize(QPageSize(QSizeF(figure.size()) * 72.0 / kPixelsPerInch, QPageSize::Point, {},
                                 QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF());
    QPainter painter(&writer);
    figure.paint(painter);
    painter.end();
    return bytes;
}

} // namespace

std::optional<FigureFormat> figureFormatFromName(std::string_view name) {
    if (name == "png") return FigureFormat::Png;
    if (name == "svg") return FigureFormat::Svg;
    if (name == "pdf") return FigureFormat::Pdf;
    return std::nullopt;
}

FigureOptions figureOptions(const MapSettings& settings) {
    FigureOptions options;
    options.map = settings.map;
    options.range = settings.range;
    options.transfer = settings.transfer;
    options.reduction = settings.reduction;
    options.transposed = settings.transposed;
    return options;
}

QByteArray renderFigure(const Snapshot& snapshot, Stage stage, const FigureOptions& options,
                        FigureFormat format) {
    if (options.scale < 1 || options.scale > 8)
        throw Error("scale " + std::to_string(options.scale) + " is not from 1 to 8");
    const FigurePainter figure(snapshot, stage, options, format != FigureFormat::Png);
    switch (format) {
    case FigureFormat::Png:
        return png(figure, options.scale);
    case FigureFormat::Svg:
        return svg(figure);
    case FigureFormat::Pdf:
        return pdf(figure);
    }
    return {};
}

void saveFigure(const Snapshot& snapshot, Stage stage, const FigureOptions& options,
                const std::filesystem::path& path, FigureFormat format) {
    const QByteArray bytes = renderFigure(snapshot, stage, options, format);
    AtomicFile file(path);
    file.write(bytes.constData(), std::size_t(bytes.size()));
    file.commit();
}

} // namespace ffn::ui

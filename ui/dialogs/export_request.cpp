#include "ui/dialogs/export_request.h"

#include <QDir>
#include <QFileInfo>

namespace ffn::ui {

QString extension(ExportFormat format) {
    switch (format) {
    case ExportFormat::Png:
        return "png";
    case ExportFormat::Svg:
        return "svg";
    case ExportFormat::Pdf:
        return "pdf";
    case ExportFormat::Csv:
        return "csv";
    case ExportFormat::Npy:
        return "npy";
    case ExportFormat::Safetensors:
        break;
    }
    return "safetensors";
}

const std::vector<ExportFormat>& exportFormats() {
    using enum ExportFormat;
    static const std::vector<ExportFormat> kAll{Png, Svg, Pdf, Csv, Npy, Safetensors};
    return kAll;
}

QStringList ExportRequest::files() const {
    const QDir directory(folder);
    QStringList paths;
    for (const Stage stage : stages)
        for (const ExportFormat format : formats)
            if (format != ExportFormat::Safetensors)
                paths += directory.filePath(QString::fromUtf8(name(stage)) + '.' + extension(format));
    if (formats.contains(ExportFormat::Safetensors) && !stages.empty())
        paths += directory.filePath("snapshot.safetensors");
    return paths;
}

QStringList ExportRequest::existingFiles() const {
    QStringList existing;
    for (const QString& path : files())
        if (QFileInfo::exists(path)) existing += path;
    return existing;
}

} // namespace ffn::ui

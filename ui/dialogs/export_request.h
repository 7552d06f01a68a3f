#pragma once

#include "engine/core/stage.h"
#include "engine/exports/table_export.h"

#include <QString>
#include <QStringList>

#include <set>
#include <vector>

namespace ffn::ui {

enum class ExportFormat { Png, Svg, Pdf, Csv, Npy, Safetensors };

/// "png" … as on the command line, which is also the file's extension.
QString extension(ExportFormat format);
const std::vector<ExportFormat>& exportFormats();
inline bool isPicture(ExportFormat f) {
    return f == ExportFormat::Png || f == ExportFormat::Svg || f == ExportFormat::Pdf;
}

/// What to write where. The names of the files are those of `ffnscope run`: STAGE.EXT, snapshot.safetensors.
struct ExportRequest {
    std::vector<Stage> stages;
    std::set<ExportFormat> formats{ExportFormat::Csv, ExportFormat::Png};
    CsvLayout csvLayout = CsvLayout::Wide;
    int scale = 1; ///< of pictures
    QString folder;

    /// Full paths of all files that will be written, in the order of stages and formats.
    QStringList files() const;
    /// Those that are there already.
    QStringList existingFiles() const;
};

} // namespace ffn::ui

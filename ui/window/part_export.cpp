#include "ui/window/part_export.h"

#include "engine/core/error.h"
#include "engine/exports/csv_export.h"
#include "engine/exports/npy_export.h"
#include "ui/figure/figure_export.h"
#include "ui/heatmap/heat_map_view.h"
#include "ui/window/preferences.h"

#include <QtWidgets>

namespace ffn::ui {

namespace {

constexpr int kScales[] = {1, 2, 4, 8};

FigureOptions optionsOf(const ShownPart& part, int scale) {
    FigureOptions options = figureOptions(part.settings);
    options.ends = part.ends;
    options.part = part.cells;
    options.order = part.order;
    options.scale = scale;
    return options;
}

std::filesystem::path labelsOf(std::filesystem::path file) {
    file.replace_extension();
    file += "_labels.csv";
    return file;
}

/// What saving under this name would write over, in spite of what the file dialog asked about.
QStringList writtenOver(const QString& file, bool askedAbout) {
    QStringList there;
    if (!askedAbout && QFileInfo::exists(file)) there += QFileInfo(file).fileName();
    const QString labels = QString::fromStdString(labelsOf(file.toStdString()).string());
    const bool array = file.endsWith(".npy", Qt::CaseInsensitive);
    if (array && QFileInfo::exists(labels)) there += QFileInfo(labels).fileName();
    return there;
}

void writePart(const ShownPart& part, const std::filesystem::path& file, int scale,
               const Progress& progress) {
    const std::string ending =
        QString::fromStdString(file.extension().string()).mid(1).toLower().toStdString();
    if (ending == "csv") return write_csv(*part.snapshot, part.numbers(), file, CsvLayout::Wide, progress);
    if (ending == "npy") return write_npy(*part.snapshot, part.numbers(), file, labelsOf(file), progress);
    const auto format = figureFormatFromName(ending);
    if (!format)
        throw Error("\"" + file.filename().string() +
                    "\" does not say what to write; end the name with .png, .svg, .pdf, .csv or .npy");
    saveFigure(*part.snapshot, part.stage, optionsOf(part, scale), file, *format);
}

struct Picture {
    QByteArray png, svg;
};

} // namespace

PartExport::PartExport(HeatMapView* map, QWidget* window) : QObject(window), m_map(map), m_window(window) {
    connect(&m_jobs, &JobRunner::busyChanged, this, &PartExport::busyChanged);
    connect(&m_jobs, &JobRunner::failed, this, &PartExport::failed);
}

bool PartExport::refusesAnother() {
    if (isBusy()) emit failed(tr("The last copy or file is still being made; stop it or wait for its end."));
    return isBusy();
}

void PartExport::copyNumbers() {
    const auto part = m_map->shownPart();
    if (!part || refusesAnother()) return;
    const qint64 cells = part->cells.rows * part->cells.units;
    if (cells > kMostCopied)
        return emit failed(
            tr("%L1 cells are too many to copy as numbers; mark up to %L2 of them with Control and "
               "the mouse, or save them as a file")
                .arg(cells)
                .arg(kMostCopied));
    m_jobs.start<std::string>(
        [part](const Progress&) { return tab_separated(*part->snapshot, part->numbers()); },
        [this, part](const std::string& text) {
            QGuiApplication::clipboard()->setText(QString::fromStdString(text));
            emit said(tr("The numbers of %L1 × %L2 cells are on the clipboard (tokens × units)")
                          .arg(part->cells.rows)
                          .arg(part->cells.units));
        });
}

void PartExport::copyPicture() {
    const auto part = m_map->shownPart();
    if (!part || refusesAnother()) return;
    m_jobs.start<Picture>(
        [part](const Progress&) {
            const FigureOptions options = optionsOf(*part, 2);
            return Picture{renderFigure(*part->snapshot, part->stage, options, FigureFormat::Png),
                           renderFigure(*part->snapshot, part->stage, options, FigureFormat::Svg)};
        },
        [this](const Picture& picture) {
            auto* data = new QMimeData;
            data->setImageData(QImage::fromData(picture.png, "PNG"));
            data->setData("image/svg+xml", picture.svg);
            QGuiApplication::clipboard()->setMimeData(data);
            emit said(tr("The picture is on the clipboard"));
        });
}

void PartExport::save() {
    const auto part = m_map->shownPart();
    if (!part || refusesAnother()) return;
    QStringList kinds;
    for (const int scale : kScales)
        kinds += tr("PNG picture, %1×").arg(scale) + " (*.png)";
    kinds += tr("SVG picture") + " (*.svg)";
    kinds += tr("PDF picture") + " (*.pdf)";
    kinds += tr("CSV table") + " (*.csv)";
    kinds += tr("NumPy array, and a table of labels") + " (*.npy)";
    QString kind = kinds[1];
    const QString name =
        QDir(preferences::folder()).filePath(QString::fromUtf8(ffn::name(part->stage).data()) + ".png");
    QString file =
        QFileDialog::getSaveFileName(m_window, tr("Save what is shown"), name, kinds.join(";;"), &kind);
    if (file.isEmpty()) return;
    preferences::setFolder(QFileInfo(file).absolutePath());
    const qsizetype index = kinds.indexOf(kind);
    const bool complete = !QFileInfo(file).suffix().isEmpty();
    if (!complete) file += kind.section("(*", 1).chopped(1);
    const QStringList there = writtenOver(file, complete);
    const auto sure = [&] {
        return QMessageBox::question(m_window, tr("Save what is shown"),
                                     tr("There already: %1. Write over it?").arg(there.join(", ")));
    };
    if (!there.isEmpty() && sure() != QMessageBox::Yes) return;
    saveAs(file, index >= 0 && index < 4 ? kScales[index] : 2);
}

void PartExport::saveAs(const QString& file, int scale) {
    const auto part = m_map->shownPart();
    if (!part || refusesAnother()) return;
    m_jobs.start<bool>(
        [part, scale, path = std::filesystem::path(file.toStdString())](const Progress& progress) {
            writePart(*part, path, scale, progress);
            return true;
        },
        [this, file](bool) { emit said(tr("Written to %1").arg(file)); });
}

} // namespace ffn::ui

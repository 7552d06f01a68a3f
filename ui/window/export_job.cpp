#include "ui/window/export_job.h"

#include "engine/exports/table_export.h"
#include "ui/figure/figure_export.h"

#include <QDir>
#include <QFileInfo>

namespace ffn::ui {

namespace {

void writeFile(const Snapshot& snapshot, Stage stage, ExportFormat format, const std::filesystem::path& file,
               const ExportRequest& request, const FigureOptions& figure, const Progress& progress) {
    switch (format) {
    case ExportFormat::Csv:
        return write_csv(snapshot, stage, file, request.csvLayout, progress);
    case ExportFormat::Npy:
        return write_npy(snapshot, stage, file, progress);
    default:
        return saveFigure(snapshot, stage, figure, file,
                          *figureFormatFromName(extension(format).toStdString()));
    }
}

int writeAll(const Snapshot& snapshot, const ExportRequest& request, FigureOptions figure,
             const MapSettings& settings, const Progress& progress) {
    const std::filesystem::path folder = request.folder.toStdString();
    std::filesystem::create_directories(folder);
    const auto total = std::int64_t(request.files().size());
    int written = 0;
    const auto done = [&] {
        ++written;
        if (progress.report) progress.report(written, total);
    };
    const Progress stop{{}, progress.stop};
    OrderedCellsPtr cells;
    for (const ExportFormat format : request.formats) {
        if (format == ExportFormat::Safetensors) {
            write_snapshot(snapshot, request.stages, folder / "snapshot.safetensors", stop);
            done();
            continue;
        }
        for (const Stage stage : request.stages) {
            progress.check();
            if (isPicture(format)) {
                cells = orderCells(snapshot, stage, settings.units, settings.rows, cells, stop);
                figure.order = cells->order();
                if (settings.sharedRange)
                    figure.ends = sharedEnds(settings.range, snapshot, settings.reduction, stop);
            }
            const std::string file = std::string(name(stage)) + "." + extension(format).toStdString();
            writeFile(snapshot, stage, format, folder / file, request, figure, stop);
            done();
        }
    }
    return written;
}

} // namespace

ExportJob::ExportJob(QObject* parent) : QObject(parent) {
    connect(&m_jobs, &JobRunner::busyChanged, this, &ExportJob::busyChanged);
    connect(&m_jobs, &JobRunner::progressed, this, &ExportJob::progressed);
    connect(&m_jobs, &JobRunner::failed, this, &ExportJob::failed);
}

void ExportJob::start(SnapshotPtr snapshot, const ExportRequest& request, const MapSettings& settings) {
    if (isBusy())
        return emit failed(tr("The last export is still being written; stop it or wait for its end."));
    FigureOptions figure = figureOptions(settings);
    figure.scale = request.scale;
    m_jobs.start<int>(
        [snapshot = std::move(snapshot), request, figure, settings](const Progress& progress) {
            return writeAll(*snapshot, request, figure, settings, progress);
        },
        [this, folder = request.folder](int files) { emit finished(files, folder); });
}

} // namespace ffn::ui

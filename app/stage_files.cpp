#include "app/stage_files.h"

#include "app/output_folder.h"
#include "app/stage_pictures.h"

#include <algorithm>

namespace ffn::app {

namespace {

bool is_picture(Format format) {
    return format == Format::Png || format == Format::Svg || format == Format::Pdf;
}

/// What all files of a run are written with.
struct Writer {
    const Snapshot& snapshot;
    const std::vector<Stage>& stages;
    const OutputOptions& output;
    StopSignal& signal;
    TerminalProgress& progress;
    const StagePictures* pictures;

    void write_snapshot_file() const {
        const StopSignal::Writing writing(signal);
        write_snapshot(snapshot, stages, file_of(output, Stage::Input, Format::Safetensors),
                       progress.step("writing the snapshot"));
    }

    void write_stage(Stage stage, Format format) const {
        const std::filesystem::path file = file_of(output, stage, format);
        const Progress step = progress.step("writing " + file.filename().string());
        step.check();
        if (is_picture(format)) return pictures->write(snapshot, stage, format, file, signal);
        const StopSignal::Writing writing(signal);
        if (format == Format::Csv)
            write_csv(snapshot, stage, file, output.csv_layout, step);
        else
            write_npy(snapshot, stage, file, step);
    }
};

} // namespace

std::int64_t write_stages(int argc, char** argv, const Snapshot& snapshot, const std::vector<Stage>& stages,
                          const OutputOptions& output, StopSignal& signal, TerminalProgress& progress) {
    std::unique_ptr<StagePictures> pictures;
    if (std::ranges::any_of(output.formats, is_picture))
        pictures = std::make_unique<StagePictures>(argc, argv, output);
    const Writer writer{snapshot, stages, output, signal, progress, pictures.get()};
    std::int64_t files = 0;
    for (const Format format : output.formats) {
        if (format == Format::Safetensors) {
            writer.write_snapshot_file();
            ++files;
            continue;
        }
        for (const Stage stage : stages)
            writer.write_stage(stage, format);
        files += std::int64_t(stages.size());
    }
    return files;
}

} // namespace ffn::app

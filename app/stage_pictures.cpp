#include "app/stage_pictures.h"

#include "app/quiet_qt.h"
#include "app/usage_error.h"
#include "engine/core/atomic_file.h"
#include "ui/figure/figure_export.h"

#include <QApplication>

namespace ffn::app {

void check_picture_range(const std::string& range) {
    try {
        ui::parseValueRange(QString::fromStdString(range));
    } catch (const Error& error) {
        throw UsageError(error.what());
    }
}

StagePictures::StagePictures(int& argc, char** argv, const OutputOptions& output) : m_output(output) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    quiet_qt();
    m_application = std::make_unique<QApplication>(argc, argv);
}

StagePictures::~StagePictures() = default;

void StagePictures::write(const Snapshot& snapshot, Stage stage, Format format,
                          const std::filesystem::path& file, StopSignal& signal) const {
    ui::FigureOptions options;
    options.map = QString::fromStdString(m_output.colormap);
    options.range = ui::parseValueRange(QString::fromStdString(m_output.range));
    options.scale = m_output.scale;
    // Painting does not look at the stop token, so it must be outside of the writing.
    const QByteArray bytes =
        ui::renderFigure(snapshot, stage, options, *ui::figureFormatFromName(kFormatNames[int(format)]));
    const StopSignal::Writing writing(signal);
    AtomicFile whole(file);
    whole.write(bytes.constData(), std::size_t(bytes.size()));
    whole.commit();
}

} // namespace ffn::app

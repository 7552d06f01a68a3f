#include "app/window.h"

#include "app/quiet_qt.h"
#include "app/screenshot.h"
#include "engine/core/error.h"
#include "ui/window/demo.h"
#include "ui/window/language.h"
#include "ui/window/main_window.h"
#include "ui/window/preferences.h"

#include <QApplication>
#include <QIcon>
#include <QSettings>
#include <QTemporaryDir>

namespace ffn::app {

namespace {

void describe_application() {
    QApplication::setApplicationName("ffnscope");
    QApplication::setApplicationVersion(FFNSCOPE_VERSION);
    QApplication::setApplicationDisplayName("ffnscope");
    QApplication::setDesktopFileName("ffnscope");
    QApplication::setWindowIcon(QIcon(":/icons/ffnscope.svg"));
}

ui::Request request_of(const WindowOptions& options) {
    ui::Request request;
    request.model = options.model; // a file to open may bring the weights
    if (!options.has_model) request.model.weights = ui::demoRequest().model.weights;
    request.input = options.input;
    request.edits = ui::edit_list(options.edits);
    request.backend = options.engine.backend;
    request.threads = options.engine.threads;
    request.memory_limit = options.engine.memory_limit;
    return request;
}

void show_options(ui::MainWindow& window, const WindowOptions& options) {
    if (!options.stage.empty()) window.viewState()->setStage(*stage_from_name(options.stage));
    if (!options.panel.empty() && !window.showPanel(QString::fromStdString(options.panel)))
        throw Error("there is no panel \"" + options.panel +
                    "\"; there are: " + ui::MainWindow::panelNames().join(", ").toStdString());
}

void open_what_was_asked_for(ui::MainWindow& window, const WindowOptions& options) {
    QStringList files;
    for (const auto& file : options.files)
        files.append(QString::fromStdString(file.string()));
    window.document()->start(request_of(options), files);
}

} // namespace

int run_window(int argc, char** argv, const WindowOptions& options) {
    // A picture of the window needs no display, and neither reads nor changes what a person has set.
    const bool picture = !options.screenshot.empty();
    if (picture && qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") &&
        qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    if (picture) quiet_qt();
    QApplication application(argc, argv);
    describe_application();
    QTemporaryDir no_settings;
    if (picture) {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, no_settings.path());
    }
    const QString theme = options.theme.empty() && picture ? "light" : QString::fromStdString(options.theme);
    ui::applyTheme(theme.isEmpty() ? ui::preferences::theme() : ui::themeFromKey(theme));
    ui::applyFontSize(ui::preferences::fontPercent());
    const QString language =
        options.language.empty() && picture ? "en" : QString::fromStdString(options.language);
    ui::applyLanguage(language.isEmpty() ? ui::preferences::language() : language);

    ui::MainWindow window;
    show_options(window, options);
    open_what_was_asked_for(window, options);
    if (picture) return save_screenshot(window, options);
    window.show();
    return QApplication::exec();
}

} // namespace ffn::app

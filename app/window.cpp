#include "app/window.h"

#include "app/quiet_qt.h"
#include "app/screenshot.h"
#include "app/usage_error.h"
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
    QApplication::setOrganizationName("ffnscope"); // the folder of the settings
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

[[noreturn]] void refuse_panel(const std::string& panel) {
    std::vector<std::string> names;
    for (const QString& name : ui::MainWindow::panelNames())
        names.push_back(name.toStdString());
    refuse_word("--panel", panel, names);
}

/// What can be told before there is a window.
void check_options(const WindowOptions& options) {
    const QString panel = QString::fromStdString(options.panel).section('/', 0, 0);
    if (!options.panel.empty() && !ui::MainWindow::panelNames().contains(panel)) refuse_panel(options.panel);
}

bool has_display() {
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        if (!qEnvironmentVariableIsEmpty(name)) return true;
    return false;
}

/// A picture of the window needs no display; the window itself does, and Qt would abort without.
void choose_display(bool picture) {
    if (has_display()) return;
    if (!picture)
        throw Error(
            "there is no display to open the window on (neither DISPLAY nor WAYLAND_DISPLAY is set); "
            "without one, ffnscope run computes and --screenshot FILE.png draws the window into a file");
    qputenv("QT_QPA_PLATFORM", "offscreen");
}

void show_options(ui::MainWindow& window, const WindowOptions& options) {
    if (!options.stage.empty()) window.viewState()->setStage(*stage_from_name(options.stage));
    if (!options.panel.empty() && !window.showPanel(QString::fromStdString(options.panel)))
        refuse_panel(options.panel); // there is such a panel, but not such a section of it
}

void open_what_was_asked_for(ui::MainWindow& window, const WindowOptions& options) {
    QStringList files;
    for (const auto& file : options.files)
        files.append(QString::fromStdString(file.string()));
    window.document()->start(request_of(options), files);
}

} // namespace

int run_window(int argc, char** argv, const WindowOptions& options) {
    const bool picture = !options.screenshot.empty(); // neither reads nor changes what a person has set
    check_options(options);
    choose_display(picture);
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

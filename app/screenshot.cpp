#include "app/screenshot.h"

#include "engine/core/atomic_file.h"
#include "engine/core/error.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QBuffer>
#include <QPixmap>
#include <QTimer>

namespace ffn::app {

namespace {

// What is drawn last asks for nothing more: settled in so many looks in a row.
constexpr int kLooks = 5;
constexpr int kMillisecondsBetween = 40;

void wait_until_settled(ui::MainWindow& window) {
    QTimer look;
    int settled = 0;
    QObject::connect(&look, &QTimer::timeout, &window, [&] {
        settled = window.isSettled() ? settled + 1 : 0;
        if (settled >= kLooks) QApplication::exit(0);
    });
    look.start(kMillisecondsBetween);
    QApplication::exec();
}

} // namespace

int save_screenshot(ui::MainWindow& window, const WindowOptions& options) {
    QString failure;
    QObject::connect(window.document(), &ui::Document::failed,
                     [&failure](const QString& why) { failure = why; });
    window.resize(options.width, options.height);
    if (window.frontWindow() != &window) window.frontWindow()->resize(options.width, options.height);
    window.show();
    wait_until_settled(window);
    if (!failure.isEmpty()) throw Error(failure.toStdString());
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!window.frontWindow()->grab().save(&buffer, "PNG"))
        throw Error("the picture of the window could not be made");
    AtomicFile file(options.screenshot);
    file.write(bytes.constData(), std::size_t(bytes.size()));
    file.commit();
    return 0;
}

} // namespace ffn::app

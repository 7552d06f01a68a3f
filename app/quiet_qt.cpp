#include "app/quiet_qt.h"

#include <QString>
#include <QtGlobal>

#include <cstdio>

namespace ffn::app {

namespace {

void pass_on(QtMsgType type, const QMessageLogContext& context, const QString& message) {
    if (message.startsWith("QStandardPaths: XDG_RUNTIME_DIR") || message.contains("propagateSizeHints"))
        return;
    std::fprintf(stderr, "%s\n", qFormatLogMessage(type, context, message).toLocal8Bit().constData());
}

} // namespace

void quiet_qt() {
    qInstallMessageHandler(pass_on);
}

} // namespace ffn::app

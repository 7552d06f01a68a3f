#include "ui/window/demo.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace ffn::ui {

std::filesystem::path demoFile() {
    const QDir program(QCoreApplication::applicationDirPath());
    const QString name = "share/ffnscope/demo.safetensors";
    for (const QString& candidate : {program.filePath(name), program.filePath("../" + name)})
        if (QFileInfo::exists(candidate)) return QDir::cleanPath(candidate).toStdString();
    return {};
}

Request demoRequest() {
    Request request;
    request.model.weights = demoFile();
    return request;
}

} // namespace ffn::ui

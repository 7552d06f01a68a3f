#include "tests/app/program.h"

#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QProcessEnvironment>

namespace ffn::test {

const QJsonObject Outcome::json() const {
    return QJsonDocument::fromJson(out).object();
}

bool Outcome::complains(const QByteArray& part) const {
    return err.startsWith("ffnscope: error: ") && err.count('\n') == 1 && err.endsWith('\n') &&
           err.contains(part);
}

QString programPath() {
    return QString(FFNSCOPE_PROGRAM);
}

QStringList quietEnvironment() {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        environment.remove(name);
    return environment.toStringList();
}

Outcome ffnscope(const QStringList& arguments) {
    QProcess process;
    process.setEnvironment(quietEnvironment());
    process.start(programPath(), arguments);
    if (!process.waitForFinished(120'000)) {
        process.kill();
        process.waitForFinished();
        return {};
    }
    const bool ended = process.exitStatus() == QProcess::NormalExit;
    return {ended ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
}

QByteArray readFile(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeFile(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
}

} // namespace ffn::test

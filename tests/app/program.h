#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace ffn::test {

/// How one run of the program ended.
struct Outcome {
    int status = -1; ///< −1: it crashed or did not end
    QByteArray out, err;

    /// Standard output as a JSON object; empty where it is none.
    const QJsonObject json() const; // const: its operator[] then takes literals all the way down
    /// Exactly one line on standard error, of an error, that holds `part`.
    bool complains(const QByteArray& part) const;
};

/// Runs the program without a display and waits for its end.
Outcome ffnscope(const QStringList& arguments);

QString programPath();
/// Without DISPLAY, WAYLAND_DISPLAY and QT_QPA_PLATFORM.
QStringList quietEnvironment();

QByteArray readFile(const QString& path);
void writeFile(const QString& path, const QByteArray& bytes);

} // namespace ffn::test

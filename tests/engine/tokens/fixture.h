#pragma once

#include "engine/core/error.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <QTest>
#include <string>

namespace ffn::test {

inline std::string fixture(const std::string& name) {
    return std::string(FFNSCOPE_FIXTURES "/tokens/") + name;
}

inline QJsonDocument fixture_json(const std::string& name) {
    QFile file(QString::fromStdString(fixture(name)));
    if (!file.open(QIODevice::ReadOnly)) qFatal("the fixture %s is missing", name.c_str());
    return QJsonDocument::fromJson(file.readAll());
}

/// What `body` complains of; empty when it does not.
template <class Body>
QString error_of(const Body& body) {
    try {
        body();
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

} // namespace ffn::test

/// Fails the test unless `error` holds `part`; shows both.
#define VERIFY_ERROR(error, part)                                                                            \
    QVERIFY2((error).contains(QString(part)),                                                                \
             qPrintable(QStringLiteral("“%1” lacks “%2”").arg(error, QString(part))))

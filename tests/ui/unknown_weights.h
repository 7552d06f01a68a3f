#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>
#include <QtEndian>

namespace ffn::test {

/// A safetensors file of a block whose tensors no family is called by: d_model 4, d_ff 6, all values `value`,
/// and a table "words" besides. `name` is what the first matrix is called.
inline QString writeUnknownWeights(const QString& path, float value = 0.5f, const QString& name = "alpha") {
    struct Entry {
        QString name, shape;
        int count;
    };
    const Entry entries[] = {{name, "[6, 4]", 24},    {"beta", "[4, 6]", 24}, {"gamma", "[6]", 6},
                             {"delta", "[4]", 4},     {"zeta", "[4]", 4},     {"eta", "[4]", 4},
                             {"words", "[10, 4]", 40}};
    QStringList parts;
    qint64 offset = 0;
    for (const Entry& e : entries) {
        parts += QString("\"%1\":{\"dtype\":\"F32\",\"shape\":%2,\"data_offsets\":[%3,%4]}")
                     .arg(e.name, e.shape)
                     .arg(offset)
                     .arg(offset + 4 * e.count);
        offset += 4 * e.count;
    }
    QByteArray header = ('{' + parts.join(',') + '}').toUtf8();
    header.append((8 - header.size() % 8) % 8, ' ');
    QByteArray length(8, '\0');
    qToLittleEndian(quint64(header.size()), length.data());
    QByteArray values;
    for (qint64 i = 0; i < offset / 4; ++i) {
        char bytes[4];
        qToLittleEndian(value, bytes);
        values.append(bytes, 4);
    }
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write");
    file.write(length + header + values);
    return path;
}

} // namespace ffn::test

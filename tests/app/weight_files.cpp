#include "tests/app/weight_files.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtEndian>

#include <cstring>

namespace ffn::test {

namespace {

QByteArray bytesOf(const std::vector<float>& values) {
    return {reinterpret_cast<const char*>(values.data()), qsizetype(values.size() * sizeof(float))};
}

} // namespace

QByteArray safetensors(const std::vector<NamedTensor>& tensors, const QMap<QString, QString>& metadata) {
    QJsonObject header;
    QByteArray data;
    for (const NamedTensor& tensor : tensors) {
        QJsonArray shape;
        for (const qint64 n : tensor.shape)
            shape.append(n);
        const qsizetype begin = data.size();
        data += bytesOf(tensor.values);
        header[tensor.name] =
            QJsonObject{{"dtype", "F32"}, {"shape", shape}, {"data_offsets", QJsonArray{begin, data.size()}}};
    }
    QJsonObject notes;
    for (auto it = metadata.begin(); it != metadata.end(); ++it)
        notes[it.key()] = it.value();
    if (!notes.isEmpty()) header["__metadata__"] = notes;
    const QByteArray json = QJsonDocument(header).toJson(QJsonDocument::Compact);
    QByteArray length(8, '\0');
    qToLittleEndian<quint64>(quint64(json.size()), length.data());
    return length + json + data;
}

QByteArray npy(const std::vector<qint64>& shape, const std::vector<float>& values) {
    QByteArray header = "{'descr': '<f4', 'fortran_order': False, 'shape': (";
    for (const qint64 n : shape)
        header += QByteArray::number(n) + ",";
    header += "), }";
    header += QByteArray((64 - (11 + header.size()) % 64) % 64, ' ') + "\n";
    QByteArray length(2, '\0');
    qToLittleEndian<quint16>(quint16(header.size()), length.data());
    return QByteArray("\x93NUMPY\x01\x00", 8) + length + header + bytesOf(values);
}

std::vector<float> npyValues(const QByteArray& bytes) {
    if (!bytes.startsWith(QByteArray("\x93NUMPY\x01\x00", 8)) || !bytes.contains("'<f4'")) return {};
    const QByteArray data = bytes.mid(10 + qFromLittleEndian<quint16>(bytes.constData() + 8));
    std::vector<float> values(std::size_t(data.size()) / sizeof(float));
    std::memcpy(values.data(), data.constData(), values.size() * sizeof(float));
    return values;
}

std::vector<NamedTensor> tutorialBlock(const QString& prefix) {
    return {{prefix + "conv1.weight", {4, 3, 1}, {1, 0, 0, 0, 1, 0, 0, 0, 1, -1, -1, -1}},
            {prefix + "conv1.bias", {4}, {0, 0.5f, 0, 0.25f}},
            {prefix + "conv2.weight", {3, 4, 1}, {1, 0, 0, 2, 0, 1, 0, 0, 0, 0, 1, -1}},
            {prefix + "conv2.bias", {3}, {0, 0, 1}},
            {prefix + "layer_norm.weight", {3}, {1, 2, 1}},
            {prefix + "layer_norm.bias", {3}, {0, 0, 0.5f}}};
}

std::vector<float> tutorialInput() {
    return {1, 2, 3, -1, -2, 0.5f, 0, 0, -4};
}

} // namespace ffn::test

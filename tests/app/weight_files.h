#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>

#include <vector>

namespace ffn::test {

struct NamedTensor {
    QString name;
    std::vector<qint64> shape;
    std::vector<float> values;
};

/// The bytes of a safetensors file of float32 tensors.
QByteArray safetensors(const std::vector<NamedTensor>& tensors, const QMap<QString, QString>& metadata = {});
/// The bytes of a version 1.0 .npy file of float32.
QByteArray npy(const std::vector<qint64>& shape, const std::vector<float>& values);
/// The values of such a file, or nothing for any other.
std::vector<float> npyValues(const QByteArray& bytes);

/// A block as the tutorial's module names it, 3 → 4, small enough to follow by hand.
std::vector<NamedTensor> tutorialBlock(const QString& prefix = {});
/// Three rows for it, [1, 3, 3].
std::vector<float> tutorialInput();

} // namespace ffn::test

#pragma once

#include <QByteArray>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>
#include <cstring>
#include <span>
#include <stdexcept>
#include <vector>

namespace ffn::test {

/// The values PyTorch drew for `name`; see tests/fixtures/make_model.py.
inline std::vector<float> torch_values(const QString& name) {
    const auto read = [](const char* path) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) throw std::runtime_error(path);
        return file.readAll();
    };
    const QByteArray bytes = read(FFNSCOPE_FIXTURES "/model/torch_random.f32");
    const QJsonArray place = QJsonDocument::fromJson(read(FFNSCOPE_FIXTURES "/model/torch_random.json"))
                                 .object()
                                 .value(name)
                                 .toArray();
    if (place.size() != 2) throw std::runtime_error("no fixture " + name.toStdString());
    std::vector<float> values(std::size_t(place[1].toInteger()));
    std::memcpy(values.data(), bytes.constData() + place[0].toInteger() * 4, values.size() * 4);
    return values;
}

/// Index of the first value that differs in any bit, −1 where none does.
inline std::ptrdiff_t first_difference(std::span<const float> a, std::span<const float> b) {
    if (a.size() != b.size()) return std::ptrdiff_t(std::min(a.size(), b.size()));
    for (std::size_t i = 0; i < a.size(); ++i)
        if (std::memcmp(&a[i], &b[i], 4) != 0) return std::ptrdiff_t(i);
    return -1;
}

/// The largest difference in units of the expected value's last place.
inline double largest_ulps(std::span<const float> actual, std::span<const float> expected) {
    if (actual.size() != expected.size()) return INFINITY;
    double largest = 0;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        const float magnitude = std::fabs(expected[i]);
        const double ulp = double(std::nextafter(magnitude, INFINITY)) - double(magnitude);
        largest = std::max(largest, std::fabs(double(actual[i]) - double(expected[i])) / ulp);
    }
    return largest;
}

} // namespace ffn::test

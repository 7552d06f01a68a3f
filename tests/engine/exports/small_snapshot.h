#pragma once

#include "engine/core/error.h"
#include "engine/exports/snapshot_file.h"

#include <QFile>
#include <QString>
#include <QTest>
#include <bit>
#include <string>

namespace ffn::test {

inline std::string fixture(const std::string& name) {
    return std::string(FFNSCOPE_FIXTURES "/exports/") + name;
}

/// The snapshot that make_exports.py wrote: rows of 3 and 2 tokens, d_model 4, d_ff 6; stages input, hidden,
/// norm_mean, output.
inline std::shared_ptr<const Snapshot> small_snapshot() {
    return read_snapshot(*open_archive(fixture("small.safetensors")));
}

/// A snapshot of one stage that holds `values` as one row of tokens "t", each `dim` wide.
inline Snapshot snapshot_of(Stage stage, const std::vector<float>& values, std::int64_t dim) {
    const auto len = std::int64_t(values.size()) / dim;
    auto tokens = std::make_shared<TokenBatch>();
    tokens->rows.emplace_back(std::size_t(len), Token{"t", 0, 0, 0});
    auto tensor = std::make_shared<Tensor>(Shape{1, len, dim});
    std::ranges::copy(values, tensor->data());
    Snapshot snapshot;
    snapshot.tokens = std::move(tokens);
    snapshot.config.d_model = snapshot.config.d_ff = dim;
    snapshot.kept[std::size_t(stage)] = std::move(tensor);
    return snapshot;
}

inline QByteArray bytes_of(const std::string& file) {
    QFile in(QString::fromStdString(file));
    if (!in.open(QIODevice::ReadOnly)) qFatal("%s cannot be read", file.c_str());
    return in.readAll();
}

inline bool same_bits(std::span<const float> a, std::span<const float> b) {
    return std::ranges::equal(a, b, {}, std::bit_cast<std::uint32_t, float>,
                              std::bit_cast<std::uint32_t, float>);
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

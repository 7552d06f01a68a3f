#include "ui/document/kept_mappings.h"

#include "engine/core/error.h"

#include <QCryptographicHash>
#include <QSettings>

namespace ffn::ui {

namespace {

QString text(std::string_view word) {
    return QString::fromUtf8(word.data(), qsizetype(word.size()));
}

std::string word(const QSettings& settings, const QString& key) {
    return settings.value(key).toString().toStdString();
}

QString group(const QString& key) {
    return "mappings/" + key;
}

} // namespace

QString archiveKey(const TensorArchive& archive) {
    QCryptographicHash hash(QCryptographicHash::Sha256);
    std::error_code ignored;
    const auto size = std::filesystem::file_size(archive.path(), ignored);
    hash.addData(QByteArray::number(quint64(ignored ? 0 : size)));
    for (const TensorInfo& tensor : archive.tensors()) {
        // A NUL ends each entry: names cannot run into each other.
        QByteArray entry =
            QByteArray::fromStdString(tensor.name) + '\0' + QByteArray::fromStdString(tensor.dtype) + '\0';
        for (const std::int64_t n : tensor.shape)
            entry += QByteArray::number(qint64(n)) + ',';
        hash.addData(entry + '\0');
    }
    return QString::fromLatin1(hash.result().toHex().left(32));
}

std::optional<KeptMapping> keptMapping(const QString& key) {
    QSettings settings;
    settings.beginGroup(group(key));
    KeptMapping kept;
    try {
        kept.mapping = mapping_from_text(word(settings, "tensors"));
    } catch (const Error&) {
        return std::nullopt; // written by another version, or by hand: it is asked for again
    }
    if (!kept.mapping.has_tensors()) return std::nullopt;
    kept.say.activation = activation_from_name(word(settings, "activation"));
    kept.say.norm = norm_from_name(word(settings, "norm"));
    kept.say.placement = norm_placement_from_name(word(settings, "placement"));
    bool fine = false;
    const double eps = settings.value("eps").toDouble(&fine);
    if (fine && eps > 0) kept.say.eps = eps;
    return kept;
}

void keepMapping(const QString& key, const KeptMapping& kept) {
    forgetMapping(key);
    QSettings settings;
    settings.beginGroup(group(key));
    settings.setValue("tensors", QString::fromStdString(mapping_text(kept.mapping)));
    if (kept.say.activation) settings.setValue("activation", text(name(*kept.say.activation)));
    if (kept.say.norm) settings.setValue("norm", text(name(*kept.say.norm)));
    if (kept.say.placement) settings.setValue("placement", text(name(*kept.say.placement)));
    if (kept.say.eps) settings.setValue("eps", *kept.say.eps);
}

void forgetMapping(const QString& key) {
    QSettings().remove(group(key));
}

} // namespace ffn::ui

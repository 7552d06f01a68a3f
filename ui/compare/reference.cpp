#include "ui/compare/reference.h"

#include "engine/core/error.h"
#include "engine/forward/forward.h"
#include "engine/model/initializer.h"

#include <QFileInfo>

namespace ffn::ui {

namespace {

SnapshotPtr passOfFile(const Opened& open, const std::string& file, const Progress& progress) {
    Request request = with_file(open.request, open, file);
    if (request.snapshot.empty() && same_model(request, open.request))
        throw Error("\"" + file + "\" holds neither weights nor a snapshot to compare with");
    request.edits = {};
    // The same input, whatever the other file brings of its own.
    Opened other = fulfil(request, {}, progress);
    if (!request.snapshot.empty() || !open.input.states) return other.snapshot;
    return forward(other.model.model, open.input.tokens, open.input.states, {}, {}, progress);
}

SnapshotPtr passOfRandom(const Opened& open, const Progress& progress) {
    return forward(random_feed_forward(open.snapshot->config, Init::Torch, 0), open.input.tokens,
                   open.input.states, {}, {}, progress);
}

} // namespace

Reference::Reference(const Document* document, QObject* parent) : QObject(parent), m_document(document) {
    connect(&m_jobs, &JobRunner::failed, this, &Reference::failed);
}

QString Reference::name() const {
    switch (m_kind) {
    case Kind::Original:
        return tr("the original, without edits");
    case Kind::Kept:
        return tr("what was kept: %1").arg(m_name);
    case Kind::Random:
        return tr("random weights");
    case Kind::File:
        return QFileInfo(m_name).fileName();
    }
    return {};
}

void Reference::set(Kind kind, const QString& name, SnapshotPtr snapshot) {
    m_jobs.stop();
    m_kind = kind;
    m_name = name;
    m_snapshot = std::move(snapshot);
    emit changed();
}

void Reference::useOriginal() {
    set(Kind::Original, {}, m_document->opened().original);
}

void Reference::keep() {
    const SnapshotPtr now = m_document->snapshot();
    if (!now) return;
    QString text;
    for (const Token& token : now->tokens->rows.empty() ? std::vector<Token>() : now->tokens->rows.front())
        text += QString::fromStdString(token.text) + ' ';
    text = text.trimmed();
    const QString block = QString::fromStdString(now->block);
    set(Kind::Kept,
        (block.isEmpty() ? QString() : block + u' ') + u'“' +
            (text.size() > 40 ? text.left(39) + u'…' : text) + u'”',
        now);
}

void Reference::useRandom() {
    set(Kind::Random, {}, nullptr);
    computeRandom();
}

void Reference::useFile(const QString& file) {
    set(Kind::File, file, nullptr);
    computeFile();
}

void Reference::follow() {
    if (m_kind == Kind::Original) return useOriginal();
    if (m_kind == Kind::Random) computeRandom();
    if (m_kind == Kind::File) computeFile();
    if (m_kind == Kind::Kept) emit changed();
}

void Reference::computeRandom() {
    if (!m_document->opened().input.states) return set(Kind::Random, {}, nullptr);
    m_jobs.start<SnapshotPtr>(
        [open = m_document->opened()](const Progress& progress) { return passOfRandom(open, progress); },
        [this](SnapshotPtr snapshot) { set(Kind::Random, {}, std::move(snapshot)); });
}

void Reference::computeFile() {
    m_jobs.start<SnapshotPtr>(
        [open = m_document->opened(), file = m_name.toStdString()](const Progress& progress) {
            return passOfFile(open, file, progress);
        },
        [this, name = m_name](SnapshotPtr snapshot) { set(Kind::File, name, std::move(snapshot)); });
}

} // namespace ffn::ui

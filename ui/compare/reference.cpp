#include "ui/compare/reference.h"

#include "engine/core/error.h"
#include "engine/exports/capture_file.h"
#include "engine/forward/forward.h"
#include "engine/model/initializer.h"
#include "ui/request/captured_states.h"

#include <QFileInfo>

#include <utility>

namespace ffn::ui {

namespace {

struct Found {
    std::shared_ptr<const FeedForward> model; ///< null for a snapshot from a file
    SnapshotPtr snapshot;
};

// The same input, whatever the other weights bring of their own.
Found passOf(std::shared_ptr<const FeedForward> model, const Opened& open, const Progress& progress) {
    SnapshotPtr snapshot =
        forward(model, open.input.tokens, open.input.states, {}, engineOf(open.request), progress);
    return {std::move(model), std::move(snapshot)};
}

Found passOfFile(const Opened& open, const std::string& file, std::shared_ptr<const FeedForward> model,
                 const Progress& progress) {
    if (model && open.input.states) return passOf(std::move(model), open, progress);
    Request request = with_file(open.request, open, file);
    if (request.snapshot.empty() && request.model.weights != std::filesystem::path(file))
        throw Error("\"" + file + "\" holds neither weights nor a snapshot to compare with");
    request.edits = {};
    if (!request.snapshot.empty() || !open.input.states)
        return {nullptr, fulfil(request, {}, progress).snapshot};
    for (const Block& block : find_blocks(*open_archive(file)).blocks)
        if (block.id == open.snapshot->block) request.model.block = block.id;
    return passOf(open_model(request.model, progress).model, open, progress);
}

Found passOfRandom(const Opened& open, std::shared_ptr<const FeedForward> model, const Progress& progress) {
    const FeedForwardConfig& config = open.snapshot->config;
    if (!model || !(model->config == config)) model = random_feed_forward(config, Init::Torch, 0, progress);
    return passOf(std::move(model), open, progress);
}

// A capture holds its blocks' stages; of weights the block is computed.
Found passOfBlock(const Opened& open, const std::string& block, Reference::Given given,
                  std::shared_ptr<const FeedForward> model, const Progress& progress) {
    if (open.saved) return {nullptr, read_captured(*open.saved, block)};
    if (!model) model = open_block(open.model, block, progress).model;
    if (given == Reference::Given::Same) return passOf(std::move(model), open, progress);
    const ModelInput input = read_states(captured_input(open.request.capture, block), open.model);
    SnapshotPtr snapshot = forward(model, input.tokens, input.states, {}, engineOf(open.request), progress);
    return {std::move(model), std::move(snapshot)};
}

} // namespace

Reference::Reference(const Document* document, QObject* parent) : QObject(parent), m_document(document) {
    connect(&m_jobs, &JobRunner::failed, this, [this](const QString& sentence) {
        if (!std::exchange(m_computing, false)) return; // something else was chosen meanwhile
        emit changed();
        emit failed(sentence);
    });
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
    case Kind::Block:
        return tr("block %1").arg(m_name);
    }
    return {};
}

QStringList Reference::blocks() const {
    const Opened& open = m_document->opened();
    QStringList names;
    for (const std::string& id : open.captured)
        names += QString::fromStdString(id);
    if (!open.snapshot || open.saved) return names;
    for (const Block& block : open.model.listing.blocks)
        if (block.config.d_model == open.snapshot->config.d_model) names += QString::fromStdString(block.id);
    return names;
}

QList<Reference::Given> Reference::inputs() const {
    const Opened& open = m_document->opened();
    if (open.saved) return {Given::Captured};
    return open.request.capture.empty() ? QList{Given::Same} : QList{Given::Same, Given::Captured};
}

void Reference::set(Kind kind, const QString& name, SnapshotPtr snapshot) {
    m_jobs.stop();
    ++m_request;
    m_computing = false;
    m_model.reset();
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
    begin(Kind::Random, {});
}

void Reference::useFile(const QString& file) {
    begin(Kind::File, file);
}

void Reference::useBlock(const QString& block, Given given) {
    m_given = given;
    begin(Kind::Block, block);
}

void Reference::begin(Kind kind, const QString& name) {
    m_kind = kind;
    m_name = name;
    m_model.reset();
    compute();
    emit changed();
}

void Reference::follow() {
    switch (m_kind) {
    case Kind::Original:
        if (m_snapshot != m_document->opened().original) useOriginal();
        return;
    case Kind::Kept:
        return;
    case Kind::Block:
        if (m_basis.file != basis().file || !inputs().contains(m_given)) return useOriginal();
        [[fallthrough]];
    case Kind::Random:
    case Kind::File:
        if (!(m_basis == basis())) compute();
    }
}

Reference::Basis Reference::basis() const {
    const Opened& open = m_document->opened();
    if (!open.snapshot) return {};
    return {open.input.states, open.input.states ? nullptr : open.snapshot, open.snapshot->config,
            open.snapshot->block, open.saved ? open.saved : open.model.archive};
}

void Reference::compute() {
    const Basis last = std::exchange(m_basis, basis());
    if (last.block != m_basis.block && m_kind == Kind::File)
        m_model.reset(); // the file may have that one too
    m_snapshot.reset();
    const quint64 request = ++m_request;
    const Opened& open = m_document->opened();
    m_computing = open.snapshot && (m_kind == Kind::File || m_kind == Kind::Block || open.input.states);
    if (!m_computing) return m_jobs.stop();
    m_jobs.start<Found>(
        [open, model = m_model, kind = m_kind, given = m_given,
         name = m_name.toStdString()](const Progress& progress) {
            if (kind == Kind::Random) return passOfRandom(open, model, progress);
            return kind == Kind::File ? passOfFile(open, name, model, progress)
                                      : passOfBlock(open, name, given, model, progress);
        },
        [this, request](Found found) {
            if (request != m_request) return;
            m_computing = false;
            m_model = std::move(found.model);
            m_snapshot = std::move(found.snapshot);
            emit changed();
        });
}

} // namespace ffn::ui

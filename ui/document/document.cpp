#include "ui/document/document.h"

#include <QUndoCommand>

#include <utility>

namespace ffn::ui {

namespace {

// Hidden states that come after weights are held against those.
Request with_files(Request request, const Opened& last, const QStringList& files,
                   std::shared_ptr<const TensorArchive>& unknown) {
    Opened known = last;
    for (const QString& file : files) {
        if (known.request.snapshot.empty() && !(known.model.model && same_model(request, known.request))) {
            known.model = open_model(request.model);
            known.request = request;
        }
        request = with_file(request, known, std::filesystem::path(file.toStdString()), &unknown);
    }
    return request;
}

// What was said about the input holds for the files named with it, not only for what was open before.
Request with_said_input(Request request, const InputRequest& said) {
    request.input.tokenizer = said.tokenizer;
    request.input.special_tokens = said.special_tokens;
    request.input.embedding = said.embedding;
    request.input.positions = said.positions;
    return request;
}

} // namespace

/// A step of undo: the request before and the one after.
class RequestChange : public QUndoCommand {
  public:
    RequestChange(Document* document, Request before, Request after, const QString& what, int series)
        : QUndoCommand(what), m_document(document), m_before(std::move(before)), m_after(std::move(after)),
          m_series(series) {}

    void undo() override { show(m_before); }
    void redo() override {
        // When pushed, the change has been made already.
        if (std::exchange(m_fresh, false)) return;
        show(m_after);
    }
    int id() const override { return m_series; }
    bool mergeWith(const QUndoCommand* other) override {
        m_after = static_cast<const RequestChange*>(other)->m_after;
        return true;
    }

  private:
    void show(const Request& request) const {
        m_document->m_wanted = request;
        m_document->compute([request](const Opened&) { return request; }, text(), m_series,
                            Document::Undo::Leave);
    }

    Document* m_document;
    Request m_before, m_after;
    int m_series;
    bool m_fresh = true;
};

Document::Document(QObject* parent) : QObject(parent) {
    connect(&m_jobs, &JobRunner::busyChanged, this, &Document::busyChanged);
    connect(&m_jobs, &JobRunner::progressed, this, &Document::progressed);
    connect(&m_jobs, &JobRunner::failed, this, [this](const QString& sentence) {
        m_wanted = m_opened.request;
        m_editing = false;
        m_nextEdits.reset();
        const auto unknown = std::exchange(m_unknown, nullptr);
        emit failed(sentence);
        if (unknown && *unknown) emit blockUnknown(*unknown);
    });
}

void Document::start(const Request& request, const QStringList& files) {
    m_undo.clear();
    m_wanted = request;
    openFiles(request, files, {}, Undo::Leave);
}

void Document::openFiles(const QStringList& files) {
    openFiles(m_wanted, files, tr("Open"), Undo::Push);
}

void Document::openFiles(const Request& request, const QStringList& files, const QString& what, Undo undo) {
    const auto unknown = std::make_shared<std::shared_ptr<const TensorArchive>>();
    const bool first = undo == Undo::Leave;
    compute(
        [=](const Opened& last) {
            const Request opened = with_files(request, last, files, *unknown);
            return first ? with_said_input(opened, request.input) : opened;
        },
        what, kSingle, undo);
    m_unknown = unknown;
}

void Document::openMapped(const QString& file, const KeptMapping& mapping) {
    ask(with_mapping(m_wanted, file.toStdString(), mapping), tr("Assign tensors"));
}

void Document::openRandom(const RandomModel& random, const ConfigOverrides& overrides) {
    Request next = m_wanted;
    next.model = {};
    next.model.random = random;
    next.model.overrides = overrides;
    next.snapshot.clear();
    next.capture.clear();
    next.edits = {};
    next.input.input.clear();
    next.input.tokenizer.clear();
    next.input.special_tokens = false;
    next.input.embedding.clear();
    ask(next, tr("Random weights"));
}

void Document::chooseBlock(const QString& id) {
    Request next = m_wanted;
    if (!next.snapshot.empty())
        next.captured = id.toStdString();
    else
        next.model.block = id.toStdString();
    if (next.snapshot.empty() && !next.capture.empty())
        next.input.input = captured_input(next.capture, next.model.block);
    next.edits = {};
    ask(next, tr("Choose block"));
}

void Document::setTexts(const QStringList& texts) {
    Request next = m_wanted;
    next.snapshot.clear();
    next.capture.clear();
    next.input.input.clear();
    next.input.ids.clear();
    next.input.texts.clear();
    for (const QString& text : texts)
        next.input.texts.push_back(text.toStdString());
    ask(next, tr("Change text"), kTyping);
}

void Document::setTokenizer(const QString& choice) {
    Request next = m_wanted;
    next.input.tokenizer = choice.toStdString();
    // What one tokeniser puts around a text another may not know of.
    next.input.special_tokens = false;
    ask(next, tr("Choose tokenizer"));
}

void Document::setSpecialTokens(bool on) {
    Request next = m_wanted;
    next.input.special_tokens = on;
    ask(next, tr("Special tokens"));
}

void Document::setEmbedding(const QString& choice) {
    Request next = m_wanted;
    next.input.embedding = choice.toStdString();
    ask(next, tr("Choose embeddings"));
}

void Document::setPositions(const QString& choice) {
    Request next = m_wanted;
    next.input.positions = positions_from_name(choice.toStdString());
    ask(next, tr("Choose positions"));
}

void Document::setEdits(const EditList& edits, int gesture) {
    if (m_editing && m_jobs.busy()) {
        m_nextEdits = {edits, gesture};
        return;
    }
    Request next = m_wanted;
    next.edits = edits;
    ask(next, tr("Edit units"), gesture == 0 ? kSingle : gesture);
    m_editing = true;
}

void Document::ask(const Request& request, const QString& what, int series) {
    m_wanted = request;
    compute([request](const Opened&) { return request; }, what, series, Undo::Push);
}

void Document::compute(std::function<Request(const Opened&)> request, const QString& what, int series,
                       Undo undo) {
    m_editing = false;
    m_nextEdits.reset();
    m_unknown.reset();
    m_jobs.start<Opened>(
        [request = std::move(request), last = m_opened](const Progress& progress) {
            return fulfil(request(last), last, progress);
        },
        [this, what, series, undo](Opened opened) { take(std::move(opened), what, series, undo); });
}

void Document::take(Opened opened, const QString& what, int series, Undo undo) {
    const Opened before = std::exchange(m_opened, std::move(opened));
    m_wanted = m_opened.request;
    if (undo == Undo::Push)
        m_undo.push(new RequestChange(this, before.request, m_opened.request, what, series));
    const bool other_model = m_opened.model.model != before.model.model || !before.snapshot ||
                             !m_opened.request.snapshot.empty() || !before.request.snapshot.empty();
    if (other_model) emit modelChanged();
    if (!m_opened.warning.empty()) emit warned(QString::fromStdString(m_opened.warning));
    emit snapshotChanged(m_opened.snapshot);
    m_editing = false;
    if (const auto next = std::exchange(m_nextEdits, std::nullopt)) setEdits(next->first, next->second);
}

} // namespace ffn::ui

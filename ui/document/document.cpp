#include "ui/document/document.h"

#include "ui/document/request_change.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace ffn::ui {

namespace {

constexpr int kNone = std::numeric_limits<int>::max();
constexpr int kTypingPause = 3000; // ms without a key: what comes then is a new step of undo

// What was said about the input holds for all the files named with it.
Request with_said_input(Request request, const InputRequest& said) {
    request.input.tokenizer = said.tokenizer;
    request.input.special_tokens = said.special_tokens;
    request.input.embedding = said.embedding;
    request.input.positions = said.positions;
    return request;
}

// Hidden states that come after weights are held against those, weights that come after a capture are
// combined with that. The first weights get the options kept.
Request with_files(Request request, const Opened& last, const QStringList& files, ModelOptions options,
                   UnknownFile& unknown) {
    Opened known = last;
    const InputRequest said = request.input;
    const bool together = options == ModelOptions::Keep;
    const auto so_far = [&]() -> const Opened& {
        const bool saved = !request.snapshot.empty();
        if ((saved ? known.saved != nullptr : known.model.model != nullptr) &&
            same_model(request, known.request))
            return known;
        known = {};
        known.request = request;
        if (saved)
            known.saved = open_archive(request.snapshot);
        else
            known.model = open_model(request.model);
        return known;
    };
    for (const QString& file : files) {
        const std::filesystem::path path(file.toStdString());
        Request next = with_file(request, so_far, path, options, unknown);
        if (next.model.weights != request.model.weights) options = ModelOptions::Drop;
        request = std::move(next);
    }
    return together ? with_said_input(std::move(request), said) : request;
}

Wish::Change opening(const QStringList& files, ModelOptions options) {
    return [=](Request request, const Opened& last, UnknownFile& unknown) {
        return with_files(std::move(request), last, files, options, unknown);
    };
}

WishPtr known(const Request& request) {
    auto wish = std::make_shared<Wish>();
    wish->request = request;
    return wish;
}

WishPtr wishFor(std::shared_ptr<const Wish> from, Wish::Change change, Wish::Kind kind) {
    auto wish = std::make_shared<Wish>();
    wish->from = std::move(from);
    wish->change = std::move(change);
    wish->kind = kind;
    return wish;
}

Wish::Change simply(std::function<void(Request&)> how) {
    return [how = std::move(how)](Request request, const Opened&, UnknownFile&) {
        how(request);
        return request;
    };
}

} // namespace

Document::Document(QObject* parent)
    : QObject(parent), m_typingPause(this), m_wanted(known({})), m_shown(m_wanted) {
    m_computed = m_wanted;
    m_typingPause.setSingleShot(true);
    m_typingPause.setInterval(kTypingPause);
    connect(&m_typingPause, &QTimer::timeout, this, &Document::endTyping);
    connect(&m_jobs, &JobRunner::busyChanged, this, &Document::busyChanged);
    connect(&m_jobs, &JobRunner::progressed, this, &Document::progressed);
    connect(&m_jobs, &JobRunner::failed, this, [this](const QString& sentence) {
        const auto unknown = std::exchange(m_unknown, nullptr);
        goBack();
        emit failed(sentence);
        if (unknown && *unknown) emit blockUnknown(*unknown);
    });
    connect(&m_jobs, &JobRunner::stopped, this, [this] {
        goBack();
        emit stopped();
    });
    // A step undone or redone says where the stack is only after it asked for its state.
    connect(&m_undo, &QUndoStack::indexChanged, this, [this](int index) {
        if (!m_goingBack && m_computed == m_wanted) m_computedStep = index;
    });
}

void Document::start(const Request& request, const QStringList& files) {
    m_wanted = wishFor(known(request), opening(files, ModelOptions::Keep), Wish::Kind::Files);
    m_wanted->start = true;
    compute();
}

void Document::openFiles(const QStringList& files) {
    ask(wishFor(m_wanted, opening(files, ModelOptions::Drop), Wish::Kind::Files), tr("Open"), kSingle);
}

// For what takes the place of files that are still being opened: they are not waited for.
std::shared_ptr<const Wish> Document::withoutFiles() const {
    std::shared_ptr<const Wish> from = m_wanted;
    while (isBusy() && workOf(*from) == Wish::Kind::Files)
        from = from->from;
    return from;
}

void Document::openMapped(const QString& file, const KeptMapping& mapping) {
    const auto mapped = simply(
        [file = file.toStdString(), mapping](Request& next) { next = with_mapping(next, file, mapping); });
    ask(wishFor(withoutFiles(), mapped, Wish::Kind::Model), tr("Assign tensors"), kSingle);
}

void Document::openRandom(const RandomModel& random, const ConfigOverrides& overrides) {
    const auto drawn = simply([random, overrides](Request& next) {
        const std::uint64_t limit = next.model.memory_limit;
        next.model = {};
        next.model.random = random;
        next.model.overrides = overrides;
        next.model.memory_limit = limit;
        next.snapshot.clear();
        next.capture.clear();
        next.note.clear();
        next.edits = {};
        next.input.input.clear();
        next.input.tokenizer.clear();
        next.input.special_tokens = false;
        next.input.embedding.clear();
    });
    ask(wishFor(withoutFiles(), drawn, Wish::Kind::Model), tr("Random weights"), kSingle);
}

void Document::chooseBlock(const QString& id) {
    const auto chosen = [block = id.toStdString()](Request& next) {
        std::string& shown = next.snapshot.empty() ? next.model.block : next.captured;
        if (shown == block) return;
        shown = block;
        if (next.snapshot.empty() && !next.capture.empty())
            next.input.input = captured_input(next.capture, block);
        next.edits = {};
    };
    change(chosen, tr("Choose block"));
}

void Document::setTexts(const QStringList& texts) {
    const auto typed = [texts](Request& next) {
        next.snapshot.clear();
        next.capture.clear();
        next.input.input.clear();
        next.input.ids.clear();
        next.input.texts.clear();
        next.note.clear();
        for (const QString& text : texts)
            next.input.texts.push_back(text.toStdString());
    };
    change(typed, tr("Change text"), m_typing);
    m_typingPause.start();
}

void Document::endTyping() {
    m_typingPause.stop();
    --m_typing;
}

void Document::setTokenizer(const QString& choice) {
    const auto chosen = [tokenizer = choice.toStdString()](Request& next) {
        next.input.tokenizer = tokenizer;
        // What one tokeniser puts around a text another may not know of.
        next.input.special_tokens = false;
    };
    change(chosen, tr("Choose tokenizer"));
}

void Document::setSpecialTokens(bool on) {
    change([on](Request& next) { next.input.special_tokens = on; }, tr("Special tokens"));
}

void Document::setEmbedding(const QString& choice) {
    change([embedding = choice.toStdString()](Request& next) { next.input.embedding = embedding; },
           tr("Choose embeddings"));
}

void Document::setPositions(const QString& choice) {
    change([positions = positions_from_name(choice.toStdString())](
               Request& next) { next.input.positions = positions; },
           tr("Choose positions"));
}

void Document::setEdits(const EditList& edits, int gesture) {
    const auto edited = simply([edits](Request& next) { next.edits = edits; });
    ask(wishFor(m_wanted, edited, Wish::Kind::Edits), tr("Edit units"), gesture == 0 ? kSingle : gesture);
}

void Document::change(std::function<void(Request&)> how, const QString& what, int series) {
    ask(wishFor(m_wanted, simply(std::move(how)), Wish::Kind::Other), what, series);
}

void Document::ask(WishPtr wish, const QString& what, int series) {
    using enum Wish::Kind;
    const bool waits =
        isBusy() && (m_work == Files ? wish->kind != Model : m_work == Edits && wish->kind == Edits);
    const WishPtr before = std::exchange(m_wanted, std::move(wish));
    pushStep(before, m_wanted, what, series);
    if (!waits) compute();
}

void Document::pushStep(const WishPtr& before, const WishPtr& after, const QString& what, int series) {
    m_firstPushed = std::min(m_firstPushed, m_undo.index());
    const auto show = [this](const WishPtr& wish) { return bringBack(wish); };
    m_undo.push(new RequestChange(show, before, after, what, series));
}

bool Document::bringBack(const WishPtr& wish) {
    if (m_goingBack) return false;
    endTyping();
    m_wanted = wish;
    compute();
    return true;
}

void Document::compute() {
    m_computed = m_wanted;
    m_computedStep = m_undo.index();
    m_work = workOf(*m_wanted);
    m_unknown = std::make_shared<UnknownFile>();
    m_jobs.start<Opened>(
        [request = recipe(*m_wanted), last = m_opened, unknown = m_unknown](const Progress& progress) {
            return fulfil(request(last, *unknown), last, progress);
        },
        [this](Opened opened) { take(std::move(opened)); });
}

void Document::take(Opened opened) {
    const Opened before = std::exchange(m_opened, std::move(opened));
    m_shown = m_computed;
    m_shown->request = m_opened.request;
    m_shown->from.reset();
    m_shown->change = nullptr;
    m_shownStep = m_computedStep;
    m_firstPushed = isCurrent() ? kNone : m_shownStep;
    if (std::exchange(m_shown->start, false)) forgetHistory();
    m_work = Wish::Kind::Other; // what is asked for by those who hear of it does not wait
    const bool other_model = m_opened.model.model != before.model.model || !before.snapshot ||
                             !m_opened.request.snapshot.empty() || !before.request.snapshot.empty();
    if (other_model) emit modelChanged();
    emit snapshotChanged(m_opened.snapshot);
    // What waited for the end.
    if (m_computed == m_shown && !isCurrent()) compute();
}

// Whatever was asked for since the last good state is taken back, also from the stack.
void Document::goBack() {
    m_wanted = m_computed = m_shown;
    m_work = Wish::Kind::Other;
    m_goingBack = true;
    m_undo.setIndex(std::min(m_shownStep, m_firstPushed));
    m_goingBack = false;
    m_shownStep = m_computedStep = m_undo.index();
    m_firstPushed = kNone;
    // The step there may have grown, or have led elsewhere before something was undone.
    if (m_shownStep > 0) static_cast<const RequestChange*>(m_undo.command(m_shownStep - 1))->endAt(m_shown);
    endTyping();
}

// What waits for the end of a start is a step after it.
void Document::forgetHistory() {
    const QString newer = m_undo.undoText();
    m_undo.clear();
    m_shownStep = 0;
    if (!isCurrent()) pushStep(m_shown, m_wanted, newer, kSingle);
}

} // namespace ffn::ui

#include "ui/window/tool_row.h"

#include "ui/window/input_menu.h"
#include "ui/window/word_pieces.h"

#include <QAction>
#include <QComboBox>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMouseEvent>
#include <QProgressBar>
#include <QSignalBlocker>
#include <QTimer>
#include <QToolButton>

#include <limits>

namespace ffn::ui {

namespace {

// No file is called so: a path has no NUL in it.
const QString kFromFile = QString(QChar(u'\0'));

// What is typed is a step of the window's history, as everything else is: a second history in the field would
// undo into the first.
bool isForWindow(const QKeyEvent& key) {
    return key.matches(QKeySequence::Undo) || key.matches(QKeySequence::Redo);
}

} // namespace

ToolRow::ToolRow(const Actions& actions, QWidget* parent)
    : QToolBar(parent), m_block(new QComboBox), m_tokenizer(new QComboBox), m_input(new InputMenu),
      m_text(new QLineEdit), m_blockLabel(new QLabel), m_tokenizerLabel(new QLabel), m_backend(new QLabel),
      m_progress(new QProgressBar), m_stop(new QToolButton), m_showProgress(new QTimer(this)) {
    setMovable(false);
    setFloatable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    addAction(actions.open);
    addAction(actions.random);
    addAction(actions.browse);
    addSeparator();
    buildFields();
    connectFields();
    addSeparator();
    addAction(actions.exportAll);
    retranslate();
    setBusy(false);
}

void ToolRow::buildFields() {
    m_block->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_block->setMinimumContentsLength(16);
    m_tokenizer->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_text->setClearButtonEnabled(true);
    m_text->setMaxLength(std::numeric_limits<int>::max()); // a file's text may be longer than Qt's 32,767
    m_text->setMinimumWidth(220);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_text->setMouseTracking(true);
    m_text->installEventFilter(this);
    m_backend->setForegroundRole(QPalette::PlaceholderText);
    m_backend->setContentsMargins(6, 0, 6, 0);
    m_progress->setFixedWidth(110);
    for (QWidget* w : std::initializer_list<QWidget*>{m_progress, m_stop}) {
        QSizePolicy policy = w->sizePolicy();
        policy.setRetainSizeWhenHidden(true);
        w->setSizePolicy(policy);
    }
    m_progress->setTextVisible(false);
    m_stop->setText("■");
    m_showProgress->setSingleShot(true);
    m_showProgress->setInterval(150);
    m_blockLabel->setContentsMargins(4, 0, 4, 0);
    m_tokenizerLabel->setContentsMargins(8, 0, 4, 0);
    for (QWidget* w :
         std::initializer_list<QWidget*>{m_blockLabel, m_block, m_tokenizerLabel, m_tokenizer, m_input})
        addWidget(w);
    addWidget(m_text);
    addWidget(m_backend);
    // Keeps its place while nothing is under way, so that nothing jumps when something is.
    auto* work = new QWidget;
    work->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto* row = new QHBoxLayout(work);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_progress);
    row->addWidget(m_stop);
    addWidget(work);
}

void ToolRow::connectFields() {
    connect(m_block, &QComboBox::activated, this,
            [this] { emit blockChosen(m_block->currentData().toString()); });
    connect(m_tokenizer, &QComboBox::activated, this, &ToolRow::chooseTokenizer);
    connect(m_text, &QLineEdit::textEdited, this,
            [this](const QString& line) { emit textsTyped(textRows(line)); });
    connect(m_text, &QLineEdit::returnPressed, this, [this] {
        m_text->insert(kRowSeparator);
        emit textsTyped(textRows(m_text->text()));
    });
    connect(m_text, &QLineEdit::editingFinished, this, &ToolRow::typingEnded);
    connect(m_stop, &QToolButton::clicked, this, &ToolRow::stopWanted);
    connect(m_showProgress, &QTimer::timeout, this, [this] { showWork(true); });
}

void ToolRow::show(const Opened& opened, Typed typed) {
    showBlocks(opened);
    showText(opened, typed);
    m_tokenizer->setEnabled(opened.encoder.has_value());
    m_modelsOwn = !opened.encoder || opened.encoder->models_own;
    showTokenizer(QString::fromStdString(opened.request.input.tokenizer));
    m_input->show(opened);
    if (opened.snapshot) {
        const EngineReport& engine = opened.snapshot->engine;
        m_backend->setText(engine.backend.empty() ? QString() : QString::fromStdString(engine.backend));
        m_backend->setToolTip(tr("%1, %n thread(s), last pass %2 ms", nullptr, engine.threads)
                                  .arg(QString::fromStdString(engine.backend))
                                  .arg(engine.milliseconds, 0, 'f', 1));
    }
}

// The three that are always there, the file in use, and the way to another one.
void ToolRow::showTokenizer(const QString& choice) {
    m_tokenizerShown = choice;
    const QSignalBlocker quiet(m_tokenizer);
    m_tokenizer->clear();
    m_tokenizer->addItem(m_modelsOwn ? tr("the model's") : tr("words (default)"), QString());
    m_tokenizer->addItem(tr("words"), "words");
    m_tokenizer->addItem(tr("bytes"), "bytes");
    if (m_tokenizer->findData(choice) < 0) m_tokenizer->addItem(QFileInfo(choice).fileName(), choice);
    m_tokenizer->setCurrentIndex(m_tokenizer->findData(choice));
    m_tokenizer->setToolTip(choice.isEmpty() && !m_modelsOwn ? tr("The model brings no tokeniser") : choice);
    m_tokenizer->addItem(tr("from a file…"), kFromFile);
}

// What was chosen is shown once it is open; until then, and when it fails, what is open is.
void ToolRow::chooseTokenizer() {
    const QVariant choice = m_tokenizer->currentData();
    const QSignalBlocker quiet(m_tokenizer);
    m_tokenizer->setCurrentIndex(m_tokenizer->findData(m_tokenizerShown));
    if (choice == kFromFile)
        emit tokenizerFileWanted();
    else
        emit tokenizerChosen(choice.toString());
}

void ToolRow::showBlocks(const Opened& opened) {
    const QSignalBlocker quiet(m_block);
    m_block->clear();
    for (const Block& b : opened.model.listing.blocks)
        m_block->addItem(QString("%1  %2").arg(b.index).arg(QString::fromStdString(b.id)),
                         QString::fromStdString(b.id));
    for (const std::string& id : opened.captured)
        m_block->addItem(QString("%1  %2").arg(m_block->count()).arg(QString::fromStdString(id)),
                         QString::fromStdString(id));
    m_block->setCurrentIndex(opened.captured.empty()
                                 ? opened.model.block
                                 : m_block->findData(QString::fromStdString(opened.request.captured)));
    if (m_block->count() == 0 && opened.snapshot)
        m_block->addItem(QString::fromStdString(opened.snapshot->block.empty() ? opened.snapshot->source
                                                                               : opened.snapshot->block));
    m_block->setEnabled(m_block->count() > 1);
    m_block->setToolTip(opened.snapshot ? QString::fromStdString(opened.snapshot->source) : QString());
}

void ToolRow::showText(const Opened& opened, Typed typed) {
    const InputRequest& input = opened.request.input;
    const bool isText = input.input.empty() && opened.request.snapshot.empty();
    const QString line = isText ? textLine(input.texts) : QString();
    // The field may say the same with more spaces, and a cursor within.
    const bool same = isText && textRows(line) == textRows(m_text->text());
    if (!same && !(m_text->hasFocus() && typed == Typed::Keep)) {
        m_text->setText(line);
        m_text->setCursorPosition(0);
    }
    if (!opened.captured.empty())
        m_text->setPlaceholderText(tr("A capture: what each block got and computed"));
    else if (!opened.request.capture.empty())
        m_text->setPlaceholderText(
            tr("Captured states from %1")
                .arg(QFileInfo(QString::fromStdString(opened.request.capture.string())).fileName()));
    else if (!input.input.empty())
        m_text->setPlaceholderText(tr("Hidden states from %1").arg(QString::fromStdString(input.input)));
    else if (!opened.request.snapshot.empty())
        m_text->setPlaceholderText(tr("A saved snapshot"));
    else if (!opened.example.empty())
        m_text->setPlaceholderText(tr("Empty; shown is “%1”").arg(QString::fromStdString(opened.example)));
    else
        m_text->setPlaceholderText(tr("Type a sentence; ⏎ starts another row of the batch"));
}

void ToolRow::setBusy(bool busy) {
    if (busy) {
        if (m_showProgress->isActive() || !m_progress->isHidden()) return;
        m_progress->setRange(0, 0);
        m_showProgress->start();
        return;
    }
    m_showProgress->stop();
    m_progress->setRange(0, 1);
    m_progress->setValue(0);
    showWork(false);
}

void ToolRow::showWork(bool shown) {
    m_progress->setVisible(shown);
    m_stop->setVisible(shown);
}

void ToolRow::setProgress(qint64 done, qint64 total) {
    if (m_progress->isHidden()) return;
    m_progress->setRange(0, 1000);
    m_progress->setValue(int(1000 * done / std::max<qint64>(1, total)));
}

void ToolRow::focusText() {
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

bool ToolRow::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_text && event->type() == QEvent::ShortcutOverride &&
        isForWindow(*static_cast<QKeyEvent*>(event))) {
        event->ignore();
        return true;
    }
    if (watched == m_text && event->type() == QEvent::MouseMove)
        emit lineHovered(m_text->text(),
                         m_text->cursorPositionAt(static_cast<QMouseEvent*>(event)->position().toPoint()));
    if (watched == m_text && event->type() == QEvent::Leave) emit lineHovered({}, -1);
    return QToolBar::eventFilter(watched, event);
}

void ToolRow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QToolBar::changeEvent(event);
}

void ToolRow::retranslate() {
    setWindowTitle(tr("Tools"));
    m_blockLabel->setText(tr("Block"));
    m_tokenizerLabel->setText(tr("Tokens"));
    m_block->setAccessibleName(tr("Feed-forward block"));
    m_text->setAccessibleName(tr("Sentence"));
    m_text->setToolTip(tr("The sentence the block is fed with; the picture follows as you type"));
    m_tokenizer->setAccessibleName(tr("Tokenizer"));
    m_progress->setAccessibleName(tr("Progress"));
    m_stop->setToolTip(tr("Stop (Esc)"));
    m_stop->setAccessibleName(tr("Stop"));
    showTokenizer(m_tokenizerShown);
}

} // namespace ffn::ui

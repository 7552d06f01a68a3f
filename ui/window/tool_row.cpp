#include "ui/window/tool_row.h"

#include <QAction>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QSignalBlocker>
#include <QTimer>
#include <QToolButton>

namespace ffn::ui {

namespace {

// Several rows of a batch share the one line: they are separated by this.
const QString kRowSeparator = QStringLiteral(" ⏎ ");

QStringList rowsOf(const QString& line) {
    QStringList rows;
    for (const QString& row : line.split(kRowSeparator.trimmed()))
        if (!row.trimmed().isEmpty()) rows.append(row.trimmed());
    return rows.isEmpty() ? QStringList{QString()} : rows;
}

} // namespace

ToolRow::ToolRow(const Actions& actions, QWidget* parent)
    : QToolBar(parent), m_block(new QComboBox), m_tokenizer(new QComboBox), m_text(new QLineEdit),
      m_blockLabel(new QLabel), m_tokenizerLabel(new QLabel), m_backend(new QLabel),
      m_progress(new QProgressBar), m_stop(new QToolButton), m_showProgress(new QTimer(this)) {
    setMovable(false);
    setFloatable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    addAction(actions.open);
    addAction(actions.random);
    addSeparator();
    buildFields();
    addSeparator();
    addAction(actions.exportAll);
    retranslate();
    setBusy(false);
}

void ToolRow::buildFields() {
    m_block->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_block->setMinimumContentsLength(16);
    m_text->setClearButtonEnabled(true);
    m_text->setMinimumWidth(220);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
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
    for (QWidget* w : std::initializer_list<QWidget*>{m_blockLabel, m_block, m_tokenizerLabel, m_tokenizer})
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
    connect(m_block, &QComboBox::activated, this,
            [this] { emit blockChosen(m_block->currentData().toString()); });
    connect(m_tokenizer, &QComboBox::activated, this,
            [this] { emit tokenizerChosen(m_tokenizer->currentData().toString()); });
    connect(m_text, &QLineEdit::textEdited, this,
            [this](const QString& line) { emit textsTyped(rowsOf(line)); });
    connect(m_text, &QLineEdit::returnPressed, this, [this] {
        m_text->insert(kRowSeparator);
        emit textsTyped(rowsOf(m_text->text()));
    });
    connect(m_text, &QLineEdit::editingFinished, this, &ToolRow::typingEnded);
    connect(m_stop, &QToolButton::clicked, this, &ToolRow::stopWanted);
    connect(m_showProgress, &QTimer::timeout, this, [this] { showWork(true); });
}

void ToolRow::show(const Opened& opened, Typed typed) {
    showBlocks(opened);
    showText(opened, typed);
    const QSignalBlocker quiet(m_tokenizer);
    const int index = m_tokenizer->findData(QString::fromStdString(opened.request.input.tokenizer));
    m_tokenizer->setCurrentIndex(std::max(0, index));
    if (opened.snapshot) {
        const EngineReport& engine = opened.snapshot->engine;
        m_backend->setText(engine.backend.empty() ? QString() : QString::fromStdString(engine.backend));
        m_backend->setToolTip(tr("%1, %n thread(s), last pass %2 ms", nullptr, engine.threads)
                                  .arg(QString::fromStdString(engine.backend))
                                  .arg(engine.milliseconds, 0, 'f', 1));
    }
}

void ToolRow::showBlocks(const Opened& opened) {
    const QSignalBlocker quiet(m_block);
    m_block->clear();
    for (const Block& b : opened.model.listing.blocks)
        m_block->addItem(QString("%1  %2").arg(b.index).arg(QString::fromStdString(b.id)),
                         QString::fromStdString(b.id));
    m_block->setCurrentIndex(opened.model.block);
    if (m_block->count() == 0 && opened.snapshot)
        m_block->addItem(QString::fromStdString(opened.snapshot->block.empty() ? opened.snapshot->source
                                                                               : opened.snapshot->block));
    m_block->setEnabled(m_block->count() > 1);
    m_block->setToolTip(opened.snapshot ? QString::fromStdString(opened.snapshot->source) : QString());
}

void ToolRow::showText(const Opened& opened, Typed typed) {
    const InputRequest& input = opened.request.input;
    const bool isText = input.input.empty() && opened.request.snapshot.empty();
    QStringList rows;
    for (const std::string& text : isText ? input.texts : std::vector<std::string>())
        rows.append(QString::fromStdString(text));
    // The field may say the same with more spaces, and a cursor within.
    const bool same = isText && rows == rowsOf(m_text->text());
    if (!same && !(m_text->hasFocus() && typed == Typed::Keep)) {
        m_text->setText(rows.join(kRowSeparator));
        m_text->setCursorPosition(0);
    }
    if (!input.input.empty())
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
    const int index = std::max(0, m_tokenizer->currentIndex());
    const QSignalBlocker quiet(m_tokenizer);
    m_tokenizer->clear();
    m_tokenizer->addItem(tr("the model's"), QString());
    m_tokenizer->addItem(tr("words"), "words");
    m_tokenizer->addItem(tr("bytes"), "bytes");
    m_tokenizer->setCurrentIndex(index);
}

} // namespace ffn::ui

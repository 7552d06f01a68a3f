#include "ui/panels/panel.h"

#include "ui/panels/scroll_body.h"

#include <QEvent>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace ffn::ui {

Panel::Panel(ViewState* state, QWidget* parent) : QWidget(parent), m_state(state) {
    m_contents = new QWidget;
    m_column = new QVBoxLayout(m_contents);
    m_column->setContentsMargins(8, 6, 8, 6);
    m_problem = new QLabel;
    m_problem->setWordWrap(true);
    m_problem->setAlignment(Qt::AlignCenter);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_problem->hide();
    auto* body = new ScrollBody;
    auto* stack = new QVBoxLayout(body);
    stack->setContentsMargins(0, 0, 0, 0);
    stack->addWidget(m_problem, 1);
    stack->addWidget(m_contents, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scrolling(body));
    connect(m_state, &ViewState::cellChanged, this, [this] { showCursor(); });
    connect(&m_runner, &JobRunner::failed, this, &Panel::setProblem);
}

QLabel* Panel::addNote() {
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_column->addWidget(label);
    return label;
}

QLabel* Panel::addHeadline() {
    QLabel* label = addNote();
    QFont bold; // only the weight is set, the size stays the window's
    bold.setBold(true);
    label->setFont(bold);
    return label;
}

void Panel::setSnapshot(SnapshotPtr snapshot) {
    m_snapshot = std::move(snapshot);
    invalidate();
}

void Panel::invalidate() {
    m_stale = true;
    ++m_request;
    if (isWanted()) refreshNow();
}

void Panel::refreshNow() {
    if (m_snapshot)
        refresh();
    else
        setProblem(tr("Nothing has been computed yet."));
}

void Panel::present() {
    m_problem->hide();
    m_contents->show();
    m_stale = false;
    showCursor();
    emit settled();
}

void Panel::setProblem(const QString& sentence) {
    m_problem->setText(sentence);
    m_contents->hide();
    m_problem->show();
    m_stale = false;
    emit settled();
}

void Panel::choose(Stage stage, qint64 row, qint64 unit) {
    if (!m_snapshot || !m_snapshot->has(stage)) return;
    const Shape shape = m_snapshot->shape(stage);
    if (row >= 0 && row < shape.rows() && unit >= 0 && unit < shape.dim) m_state->pointAt(stage, row, unit);
}

void Panel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() != QEvent::LanguageChange) return;
    retranslate();
    // A sentence in place of the contents is written anew by what wrote it.
    if (isVisible() && (!m_snapshot || m_problem->isVisible())) refreshNow();
}

void Panel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_stale || !m_snapshot) refreshNow();
}

} // namespace ffn::ui

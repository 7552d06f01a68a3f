#include "ui/window/input_menu.h"

#include <QActionGroup>
#include <QEvent>
#include <QFileInfo>
#include <QMenu>

#include <algorithm>

namespace ffn::ui {

namespace {
// No file is called so: a path has no NUL in it.
const QString kFromFile = QString(QChar(u'\0'));
} // namespace

InputMenu::InputMenu(QWidget* parent)
    : QToolButton(parent), m_menu(new QMenu(this)), m_embedding(new QMenu(m_menu)),
      m_positions(new QMenu(m_menu)), m_special(new QAction(this)), m_embeddings(new QActionGroup(this)),
      m_positionChoices(new QActionGroup(this)) {
    setText("…");
    setPopupMode(QToolButton::InstantPopup);
    setFocusPolicy(Qt::TabFocus);
    m_special->setCheckable(true);
    m_menu->setToolTipsVisible(true);
    m_menu->addAction(m_special);
    m_menu->addMenu(m_embedding);
    m_menu->addMenu(m_positions);
    setMenu(m_menu);
    connect(m_special, &QAction::triggered, this, &InputMenu::specialTokensChosen);
    // What was chosen is marked once it is open; until then, and when nothing comes of it, what is open is.
    connect(m_embeddings, &QActionGroup::triggered, this, [this](const QAction* action) {
        const QString chosen = action->data().toString();
        check(m_embeddings, m_embeddingShown);
        if (chosen == kFromFile)
            emit embeddingFileWanted();
        else
            emit embeddingChosen(chosen);
    });
    connect(m_positionChoices, &QActionGroup::triggered, this,
            [this](const QAction* action) { emit positionsChosen(action->data().toString()); });
    retranslate();
}

QAction* InputMenu::choice(QMenu* menu, QActionGroup* group, const QString& text, const QString& word) {
    QAction* action = menu->addAction(text);
    action->setCheckable(true);
    action->setData(word);
    group->addAction(action);
    return action;
}

void InputMenu::show(const Opened& opened) {
    setEnabled(opened.encoder.has_value());
    const InputRequest& input = opened.request.input;
    const bool special = opened.encoder && opened.encoder->has_special_tokens;
    m_special->setEnabled(special);
    m_special->setToolTip(special ? QString() : tr("The tokeniser knows of no special tokens"));
    m_special->setChecked(input.special_tokens);
    fillEmbeddings(opened);
    check(m_positionChoices, input.positions ? QString::fromUtf8(name(*input.positions).data()) : QString());
}

// Whether the model has a table that is taken for its own.
bool InputMenu::hasTable(const Opened& opened) const {
    if (!opened.encoder || !opened.model.model) return true;
    if (opened.request.input.embedding.empty()) return opened.encoder->table != nullptr;
    return std::ranges::any_of(opened.model.listing.embeddings, [&](const EmbeddingTable& table) {
        return table.dim == opened.model.model->config.d_model;
    });
}

void InputMenu::fillEmbeddings(const Opened& opened) {
    qDeleteAll(m_embeddings->actions());
    m_embedding->clear();
    choice(m_embedding, m_embeddings,
           hasTable(opened) ? tr("The model's") : tr("The model's (none fits: random rows)"), {});
    if (opened.model.archive && opened.model.model)
        for (const EmbeddingTable& table : opened.model.listing.embeddings) {
            if (table.dim != opened.model.model->config.d_model) continue;
            const QString name = QString::fromStdString(table.tensor);
            choice(m_embedding, m_embeddings, name,
                   QString::fromStdString(opened.model.archive->path().string()) + ':' + name);
        }
    choice(m_embedding, m_embeddings, tr("Random rows"), "random");
    const QString chosen = m_embeddingShown = QString::fromStdString(opened.request.input.embedding);
    bool known = false;
    for (const QAction* action : m_embeddings->actions())
        known = known || action->data() == chosen;
    if (!known) choice(m_embedding, m_embeddings, QFileInfo(chosen).fileName(), chosen);
    m_embedding->addSeparator();
    choice(m_embedding, m_embeddings, tr("From a file…"), kFromFile);
    check(m_embeddings, chosen);
}

void InputMenu::check(QActionGroup* group, const QString& word) {
    for (QAction* action : group->actions())
        action->setChecked(action->data() == word);
}

void InputMenu::retranslate() {
    setAccessibleName(tr("Special tokens, embeddings, positions"));
    setToolTip(accessibleName());
    m_special->setText(tr("&Special tokens around the text"));
    m_embedding->setTitle(tr("&Embeddings"));
    m_positions->setTitle(tr("&Positions"));
    QString chosen;
    if (const QAction* action = m_positionChoices->checkedAction()) chosen = action->data().toString();
    qDeleteAll(m_positionChoices->actions());
    choice(m_positions, m_positionChoices, tr("As the model says"), {});
    choice(m_positions, m_positionChoices, tr("None"), "none");
    choice(m_positions, m_positionChoices, tr("Sinusoidal"), "sinusoidal");
    check(m_positionChoices, chosen);
}

void InputMenu::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QToolButton::changeEvent(event);
}

} // namespace ffn::ui

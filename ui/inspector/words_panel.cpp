#include "ui/inspector/words_panel.h"

#include "ui/heatmap/row_labels.h"
#include "ui/panels/token_text.h"
#include "ui/tables/table_view.h"

#include <QHeaderView>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

#include <utility>

namespace ffn::ui {

namespace {

constexpr int kRows = 10;

/// A list of words beside others: its two columns, word and score.
struct WordColumns {
    const std::vector<WordMatch>* words;
    std::string name, score; ///< of the columns, in files
    QString title, unit;     ///< on the screen
};

Table tableOf(const char* name, const std::vector<WordColumns>& lists, const WordTables& tables) {
    Table table{name, {}, {}};
    std::size_t rows = 0;
    for (const WordColumns& list : lists) {
        table.columns.insert(table.columns.end(), {list.name, list.score});
        rows = std::max(rows, list.words->size());
    }
    for (std::size_t i = 0; i < rows; ++i) {
        std::vector<TableCell> row;
        for (const WordColumns& list : lists) {
            const bool there = i < list.words->size();
            row.push_back(there ? TableCell(visibleToken(tables.word((*list.words)[i].id)).toStdString())
                                : TableCell());
            row.push_back(there ? TableCell((*list.words)[i].value) : TableCell());
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

QStringList headersOf(const std::vector<WordColumns>& lists) {
    QStringList headers;
    for (const WordColumns& list : lists)
        headers << list.title << list.unit;
    return headers;
}

} // namespace

WordsPanel::WordsPanel(ViewState* state, QWidget* parent)
    : Panel(state, parent), m_unitTable(new TableView), m_tokenTable(new TableView),
      m_changes(new WordChangeView), m_unitPart(new QWidget) {
    m_unitTitle = addHeadline();
    m_unitTitle->setObjectName("wordsUnit");
    auto* unit = new QVBoxLayout(m_unitPart);
    unit->setContentsMargins(0, 0, 0, 0);
    unit->addWidget(m_unitTitle);
    m_hint = addNote();
    m_hint->setObjectName("wordsHint");
    unit->addWidget(m_hint);
    unit->addWidget(m_unitTable);
    column()->addWidget(m_unitPart);
    column()->addWidget(m_changes);
    m_changes->hide();
    m_tokenTitle = addHeadline();
    m_tokenTitle->setObjectName("wordsToken");
    column()->addWidget(m_tokenTable);
    m_source = addNote();
    m_source->setObjectName("wordsSource");
    column()->addStretch(1);
    for (TableView* table : {m_unitTable, m_tokenTable}) {
        table->setGlance(kRows);
        connect(table, &TableView::failed, this, &WordsPanel::setProblem);
    }
    connect(m_changes, &WordChangeView::failed, this, &WordsPanel::setProblem);
    connect(m_changes, &WordChangeView::rowWanted, this,
            [this](qint64 row) { choose(this->state().stage(), row, this->state().unit()); });
    connect(this, &Panel::settled, this, [this] {
        if (m_next) Panel::setSnapshot(std::exchange(m_next, nullptr));
    });
    // A cell that is only passed over is not worth a product with the vocabulary.
    m_later.setSingleShot(true);
    m_later.setInterval(120);
    connect(&m_later, &QTimer::timeout, this, [this] { invalidate(); });
    retranslate();
}

void WordsPanel::setOpened(const Opened& opened) {
    const auto tableOf = [](const std::optional<TokenEncoder>& encoder) {
        return encoder ? encoder->table : nullptr;
    };
    if (tableOf(m_encoder) != tableOf(opened.encoder) || m_model.archive != opened.model.archive)
        m_tables.reset();
    m_encoder = opened.encoder;
    m_model = opened.model;
    m_original = opened.original;
}

void WordsPanel::setSnapshot(SnapshotPtr snapshot) {
    const bool pulled = isEdited(snapshot) && this->snapshot() &&
                        snapshot->model == this->snapshot()->model &&
                        snapshot->tokens == this->snapshot()->tokens;
    m_next.reset();
    if (pulled && !Panel::isSettled()) {
        m_next = std::move(snapshot);
        return;
    }
    Panel::setSnapshot(std::move(snapshot));
    if (!isEdited(this->snapshot()) || !isWanted()) emit editedWordsChanged({});
}

bool WordsPanel::isEdited(const SnapshotPtr& snapshot) const {
    return m_original && snapshot && m_original != snapshot;
}

bool WordsPanel::isWanted() const {
    return Panel::isWanted() || (m_watched && isEdited(snapshot()));
}

void WordsPanel::setWatched(bool on) {
    if (on == m_watched) return;
    m_watched = on;
    if (on && !Panel::isSettled()) invalidate();
    showCursor();
}

// There are no words, and so none that edits change.
void WordsPanel::setProblem(const QString& sentence) {
    m_words = {};
    emit editedWordsChanged({});
    Panel::setProblem(sentence);
}

WordsPanel::Cell WordsPanel::cellAtCursor() const {
    return {state().row(), state().unit(StageWidth::Hidden)};
}

void WordsPanel::refresh() {
    m_later.stop();
    const Cell cell = cellAtCursor();
    if (!snapshot()->model)
        return setProblem(tr("Without weights nothing is known of what units read and write."));
    if (!m_encoder) return setProblem(tr("There are no words: the input is no text that was embedded here."));
    if (!m_encoder->table)
        return setProblem(
            tr("The embeddings are random, so no words can be read from them. The menu beside the "
               "tokeniser opens a table of embeddings."));
    if (cell.unit < 0 || !isRealRow(*snapshot()->tokens, cell.row))
        return setProblem(tr("Point at a cell to see it in words."));
    compute<Words>(
        [s = snapshot(), original = m_original, encoder = *m_encoder, model = m_model, tables = m_tables,
         cell,
         known = sharesUnit(m_words) ? std::optional(m_words.unit) : std::nullopt](const Progress& progress) {
            Words words{tables, cell, s->model, {}, {}, {}};
            if (!tables)
                words.tables = std::make_shared<const WordTables>(open_word_tables(encoder, model, progress));
            const ProjectionOptions options{kRows, 0};
            words.unit = known ? *known
                               : unit_words(*s->model, *words.tables->embedding, *words.tables->output,
                                            cell.unit, options, progress);
            if (!s->has(Stage::Input) || !s->has(Stage::Output)) return words;
            words.token = token_words(*s, *words.tables->embedding, {cell.row}, options, progress).front();
            if (original && original != s && original->has(Stage::Output))
                words.edited = edited_words(*original, *s, *words.tables->output, cell.row,
                                            {WordChangeView::kRows, 0}, progress);
            return words;
        },
        [this, s = snapshot()](Words words) {
            m_tables = words.tables;
            m_words = std::move(words);
            m_shown = s;
            display();
        });
}

// What a unit reads and writes does not depend on edits.
bool WordsPanel::sharesUnit(const Words& known) const {
    return known.tables && known.tables == m_tables && known.model == snapshot()->model &&
           known.cell.unit == cellAtCursor().unit;
}

void WordsPanel::showCursor() {
    if (!isWanted() || !snapshot() || (m_words.tables && m_words.cell == cellAtCursor())) return;
    if (m_encoder && m_encoder->table) m_later.start();
}

void WordsPanel::display() {
    if (!m_words.tables) return;
    fillUnit();
    fillToken();
    const bool edited = m_words.edited.has_value();
    if (m_changes->isHidden() == edited) { // what the edits did comes first, the words now beside it
        column()->removeWidget(m_unitPart);
        column()->insertWidget(edited ? column()->indexOf(m_tokenTable) + 1 : 0, m_unitPart);
    }
    m_changes->setVisible(edited);
    if (edited) m_changes->display(*m_words.edited, *m_shown->tokens, *m_words.tables);
    if (m_shown == snapshot()) emit editedWordsChanged(edited ? m_changes->sentence() : QString());
    const QString source =
        tr("Words come in by %1 and go out by %2. Looking for and nearness are cosines, promoting "
           "and suppressing products.")
            .arg(QString::fromStdString(m_words.tables->embedding_name),
                 QString::fromStdString(m_words.tables->output_name));
    m_source->setText(source);
    m_hint->setVisible(!edited);
    m_hint->setText(
        tr("Delete, here or in the heat map, sets the unit to 0 and shows which words lose by it."));
}

void WordsPanel::fillUnit() {
    const QString cosine = tr("cos"), dot = QString("·");
    std::vector<WordColumns> lists{
        {&m_words.unit.reads_cosine, "looks_for", "looks_for_cosine", tr("looks for"), cosine}};
    if (!m_words.unit.gate_cosine.empty())
        lists.push_back({&m_words.unit.gate_cosine, "opens_on", "opens_on_cosine", tr("opens on"), cosine});
    lists.push_back({&m_words.unit.promotes, "promotes", "promotes_dot", tr("promotes"), dot});
    lists.push_back({&m_words.unit.suppresses, "suppresses", "suppresses_dot", tr("suppresses"), dot});
    m_unitTitle->setText(tr("Hidden unit %1 in words").arg(m_words.cell.unit));
    m_unitTable->setTable(tableOf("unit_words", lists, *m_words.tables), headersOf(lists));
}

void WordsPanel::fillToken() {
    const QString cosine = tr("cos");
    const std::vector<WordColumns> lists{
        {&m_words.token.before, "before", "before_cosine", tr("before the block"), cosine},
        {&m_words.token.after, "after", "after_cosine", tr("after the block"), cosine}};
    m_tokenTitle->setText(
        tr("Token %1: the nearest words").arg("«" + tokenLabel(*m_shown->tokens, m_words.cell.row) + "»"));
    m_tokenTable->setTable(tableOf("token_words", lists, *m_words.tables), headersOf(lists));
}

void WordsPanel::retranslate() {
    setAccessibleName(tr("Words"));
    m_unitTable->view()->setAccessibleName(tr("Words of the hidden unit"));
    m_tokenTable->view()->setAccessibleName(tr("Words of the token"));
    display();
}

} // namespace ffn::ui

#include "ui/inspector/word_change_view.h"

#include "ui/heatmap/row_labels.h"
#include "ui/panels/number_label.h"
#include "ui/panels/token_text.h"
#include "ui/tables/table_view.h"

#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace ffn::ui {

namespace {

QString quoted(const TokenBatch& tokens, qint64 row) {
    return "«" + tokenLabel(tokens, row) + "»";
}

QString wordOf(const WordChange& word, const WordTables& tables) {
    return visibleToken(tables.word(word.id));
}

Table tableOf(const WordChanges& changes, const WordTables& tables) {
    Table table{"word_changes",
                {"falls", "falls_from_percent", "falls_to_percent", "rises", "rises_from_percent",
                 "rises_to_percent"},
                {}};
    const auto add = [&](std::vector<TableCell>& row, const std::vector<WordChange>& words, std::size_t i) {
        if (i >= words.size()) return row.resize(row.size() + 3);
        row.push_back(wordOf(words[i], tables).toStdString());
        row.push_back(100 * words[i].before);
        row.push_back(100 * words[i].after);
    };
    for (std::size_t i = 0; i < std::max(changes.lost.size(), changes.gained.size()); ++i) {
        std::vector<TableCell> row;
        add(row, changes.lost, i);
        add(row, changes.gained, i);
        table.rows.push_back(std::move(row));
    }
    return table;
}

} // namespace

EditedWords edited_words(const Snapshot& original, const Snapshot& edited, const Tensor& output,
                         std::int64_t row, const ProjectionOptions& options, const Progress& progress) {
    const Tensor &from = original.stage(Stage::Output), &to = edited.stage(Stage::Output);
    EditedWords words{row, -1,
                      word_changes(output, {{from.row(row), to.row(row)}}, options, progress).front()};
    float farthest = 0;
    for (const std::int64_t r : realRows(*edited.tokens)) {
        progress.check();
        const float distance = (to.matrix().row(r) - from.matrix().row(r)).norm();
        if (distance > farthest) farthest = distance, words.strongest = r;
    }
    return words;
}

WordChangeView::WordChangeView(QWidget* parent)
    : QWidget(parent), m_title(new QLabel), m_meaning(new QLabel), m_table(new TableView),
      m_goThere(new QPushButton) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_title);
    column->addWidget(m_goThere, 0, Qt::AlignLeft);
    column->addWidget(m_table);
    column->addWidget(m_meaning);
    for (QLabel* label : {m_title, m_meaning}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    QFont bold;
    bold.setBold(true);
    m_title->setFont(bold);
    m_title->setObjectName("wordsChange");
    m_goThere->setObjectName("wordsGoThere");
    m_table->setGlance(kRows);
    connect(m_goThere, &QPushButton::clicked, this, [this] { emit rowWanted(m_strongest); });
    connect(m_table, &TableView::failed, this, &WordChangeView::failed);
}

void WordChangeView::display(const EditedWords& words, const TokenBatch& tokens, const WordTables& tables) {
    const auto& [lost, gained] = words.changes;
    QStringList most;
    if (!lost.empty())
        most += tr("“%1” loses most, %2 → %3")
                    .arg(wordOf(lost[0], tables), percentLabel(lost[0].before), percentLabel(lost[0].after));
    if (!gained.empty())
        most += tr("“%1” gains most, %2 → %3")
                    .arg(wordOf(gained[0], tables), percentLabel(gained[0].before),
                         percentLabel(gained[0].after));
    const QString token = quoted(tokens, words.row);
    m_title->setText(unbroken(most.isEmpty()
                                  ? tr("The edits change no word of token %1.").arg(token)
                                  : tr("The edits, at token %1: %2.").arg(token, most.join("; "))));
    m_strongest = words.strongest;
    m_goThere->setVisible(m_strongest >= 0 && m_strongest != words.row);
    if (m_goThere->isVisibleTo(this))
        m_goThere->setText(tr("&Jump to %1, which they change most").arg(quoted(tokens, m_strongest)));
    const QString was = tr("was, %"), is = tr("is, %");
    m_table->setVisible(!most.isEmpty());
    m_table->setTable(tableOf(words.changes, tables), {tr("loses"), was, is, tr("gains"), was, is});
    m_table->view()->setAccessibleName(tr("Words that the edits make less and more likely"));
    m_meaning->setText(tr("Compared: the pass with the edits and the same one without. Probabilities are the "
                          "softmax of the output times %1; blocks after this one are not computed.")
                           .arg(QString::fromStdString(tables.output_name)));
}

QString WordChangeView::sentence() const {
    return m_title->text();
}

} // namespace ffn::ui

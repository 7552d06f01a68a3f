#pragma once

#include "engine/analysis/word_changes.h"
#include "engine/forward/snapshot.h"
#include "ui/request/word_tables.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;

namespace ffn::ui {

class TableView;

/// What edits did to the words of one token.
struct EditedWords {
    std::int64_t row = -1;       ///< the token, batch·len + position
    std::int64_t strongest = -1; ///< the one whose output they moved farthest; −1: they moved none
    WordChanges changes;
};

/// `original` is the same pass without the edits. Throws Stopped.
EditedWords edited_words(const Snapshot& original, const Snapshot& edited, const Tensor& output,
                         std::int64_t row, const ProjectionOptions& options, const Progress& progress);

/// Which words a token lost and gained by the edits: in one sentence, and as a table.
class WordChangeView : public QWidget {
    Q_OBJECT
  public:
    static constexpr int kRows = 6; ///< words of either kind

    explicit WordChangeView(QWidget* parent = nullptr);
    void display(const EditedWords& words, const TokenBatch& tokens, const WordTables& tables);
    /// What was lost and gained most, with the token.
    QString sentence() const;
    TableView* table() const { return m_table; }

  signals:
    void rowWanted(qint64 row);
    void failed(const QString& sentence);

  private:
    QLabel *m_title, *m_meaning;
    TableView* m_table;
    QPushButton* m_goThere;
    qint64 m_strongest = -1;
};

} // namespace ffn::ui

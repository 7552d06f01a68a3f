#pragma once

#include "ui/document/request.h"
#include "ui/inspector/word_change_view.h"
#include "ui/panels/panel.h"
#include "ui/request/word_tables.h"

#include <QTimer>

namespace ffn::ui {

class TableView;

/// The cell under the cursor in words: the words that its unit looks for, promotes and suppresses, the words
/// that its token is nearest to before and after the block, and with edits on those that it lost and gained
/// by them.
///
/// The tables are read once a model; a cell takes one product with each, in the background. While edits are
/// pulled at, what is being computed is shown before the newest is begun, so that the words follow the hand.
class WordsPanel : public Panel {
    Q_OBJECT
  public:
    explicit WordsPanel(ViewState* state, QWidget* parent = nullptr);
    /// What words are read with; to be told before the snapshot that came of it.
    void setOpened(const Opened& opened);
    void setSnapshot(ffn::ui::SnapshotPtr snapshot) override;
    bool isSettled() const override {
        return Panel::isSettled() && !m_later.isActive() && (!m_next || !isWanted());
    }
    /// While on, what edits do to the words is worked out behind another panel, too.
    void setWatched(bool on);

    TableView* unitTable() const { return m_unitTable; }
    TableView* tokenTable() const { return m_tokenTable; }
    WordChangeView* changes() const { return m_changes; }

  signals:
    /// What the edits do to the words of the token, in one sentence; empty without edits or words.
    void editedWordsChanged(const QString& sentence);

  protected:
    void refresh() override;
    void showCursor() override;
    void retranslate() override;
    void setProblem(const QString& sentence) override;
    bool isWanted() const override;

  private:
    using TablesPtr = std::shared_ptr<const WordTables>;
    struct Cell {
        qint64 row = -1, unit = -1;
        bool operator==(const Cell&) const = default;
    };
    struct Words {
        TablesPtr tables;
        Cell cell;
        std::shared_ptr<const FeedForward> model; ///< of the unit
        UnitWords unit;
        TokenWords token;
        std::optional<EditedWords> edited; ///< nothing without edits
    };
    Cell cellAtCursor() const;
    bool isEdited(const SnapshotPtr& snapshot) const;
    bool sharesUnit(const Words& known) const;
    void display();
    void fillUnit();
    void fillToken();

    std::optional<TokenEncoder> m_encoder;
    OpenedModel m_model;
    TablesPtr m_tables; ///< of encoder and model; null: not read yet
    Words m_words;      ///< what is shown; its tables are null without any
    SnapshotPtr m_original, m_shown;
    SnapshotPtr m_next; ///< waits for the end of what is being computed
    QTimer m_later;
    bool m_watched = false;
    QLabel *m_unitTitle, *m_hint, *m_tokenTitle, *m_source;
    TableView *m_unitTable, *m_tokenTable;
    WordChangeView* m_changes;
    QWidget* m_unitPart;
};

} // namespace ffn::ui

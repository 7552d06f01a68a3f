#pragma once

#include "engine/analysis/vocabulary_projection.h"
#include "ui/document/request.h"
#include "ui/panels/panel.h"
#include "ui/request/word_tables.h"

#include <QTimer>

namespace ffn::ui {

class TableView;

/// The cell under the cursor in words: the words that its unit looks for, promotes and suppresses, and the
/// words that its token is nearest to before and after the block.
///
/// The tables are read once a model; a cell takes one product with each, in the background.
class WordsPanel : public Panel {
    Q_OBJECT
  public:
    explicit WordsPanel(ViewState* state, QWidget* parent = nullptr);
    /// What words are read with; to be told before the snapshot that came of it.
    void setOpened(const Opened& opened);
    bool isSettled() const override { return Panel::isSettled() && !m_later.isActive(); }

    TableView* unitTable() const { return m_unitTable; }
    TableView* tokenTable() const { return m_tokenTable; }

  protected:
    void refresh() override;
    void showCursor() override;
    void retranslate() override;

  private:
    using TablesPtr = std::shared_ptr<const WordTables>;
    struct Cell {
        qint64 row = -1, unit = -1;
        bool operator==(const Cell&) const = default;
    };
    struct Words {
        TablesPtr tables;
        Cell cell;
        UnitWords unit;
        TokenWords token;
    };
    Cell cellAtCursor() const;
    void display();
    void fillUnit();
    void fillToken();

    std::optional<TokenEncoder> m_encoder;
    OpenedModel m_model;
    TablesPtr m_tables; ///< of encoder and model; null: not read yet
    Words m_words;      ///< what is shown; its tables are null without any
    SnapshotPtr m_shown;
    QTimer m_later;
    QLabel *m_unitTitle, *m_tokenTitle, *m_source;
    TableView *m_unitTable, *m_tokenTable;
};

} // namespace ffn::ui

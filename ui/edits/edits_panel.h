#pragma once

#include "ui/document/edit_list.h"
#include "ui/panels/panel.h"

class QPushButton;
class QLabel;

namespace ffn::ui {

class EditRow;

/// Edits by hand: hidden units set to 0, multiplied or fixed, and a threshold, each with a switch and a
/// slider that all views follow. What they change of the output is said against the unedited pass.
class EditsPanel : public Panel {
    Q_OBJECT
  public:
    explicit EditsPanel(ViewState* state, QWidget* parent = nullptr);

    /// The list that the snapshot shown next was made with, and the unedited one it came from.
    void setEdits(const EditList& edits, SnapshotPtr original);
    const EditList& edits() const { return m_edits; }

  public slots:
    /// Sets the unit under the cursor to 0, or takes that back.
    void toggleUnit();
    void addUnit(ffn::ui::UnitEdit::Kind kind);
    /// Which words the edits take from the token under the cursor; empty where that is not known.
    void setWords(const QString& sentence);

  signals:
    void edited(const ffn::ui::EditList& edits, int gesture);

  protected:
    void refresh() override;
    void showCursor() override;
    void retranslate() override;

  private:
    void showRows();
    void readRows(int gesture);
    void setThreshold();
    void put(const EditList& edits);
    qint64 cursorUnit() const;

    EditList m_edits;
    SnapshotPtr m_original;
    double m_reach = 1;
    std::vector<EditRow*> m_rows;
    QLabel *m_headline, *m_effect, *m_words, *m_note;
    QPushButton *m_ablate, *m_scale, *m_clamp, *m_threshold, *m_clear;
    QVBoxLayout* m_list;
};

} // namespace ffn::ui

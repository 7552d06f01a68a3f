#pragma once

#include "engine/analysis/comparison.h"
#include "ui/panels/panel.h"

#include <array>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;

namespace ffn::ui {

class NumberTable;
class Reference;

/// The open snapshot against another one: how far every stage is, the largest differences of the chosen
/// stage, and on request the differences in the heat map's place.
class ComparePanel : public Panel {
    Q_OBJECT
  public:
    ComparePanel(ViewState* state, Reference* reference, QWidget* parent = nullptr);

    /// What the heat map is to show instead of the open snapshot; null: that itself.
    SnapshotPtr difference() const { return m_difference; }

  signals:
    void differenceChanged(ffn::ui::SnapshotPtr difference);

  protected:
    void refresh() override;
    void showCursor() override;
    void retranslate() override;
    bool isWanted() const override;

  private:
    /// What was found, with the tokens it was found at: the open snapshot may be a newer one by now.
    struct Comparison {
        std::shared_ptr<const TokenBatch> here, there;
        QString against;
        QString inputs; ///< what the two blocks were fed with; empty: no other block
        TokenMatch match;
        std::vector<StageDistance> stages;
        std::array<std::vector<CellDifference>, kStageCount> largest;
        SnapshotPtr difference;
    };
    void chooseKind(int index);
    void chooseBlock();
    QString tokenOf(const RowPair& pair) const;
    void showReference();
    void showBlocks();
    QString inputNote() const;
    void display();
    void displayStages();
    void displayLargest();
    void showDifference();

    Reference* m_reference;
    std::shared_ptr<const Comparison> m_comparison;
    SnapshotPtr m_difference;
    QLabel *m_headline, *m_note, *m_against, *m_largestTitle;
    QComboBox* m_kind;
    QWidget* m_blockLine; ///< while another block is compared with
    QLabel* m_blockLabel;
    QComboBox *m_block, *m_given;
    QPushButton* m_keep;
    QCheckBox* m_inMap;
    NumberTable *m_stages, *m_largest;
};

} // namespace ffn::ui

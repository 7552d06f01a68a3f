#pragma once

#include "engine/analysis/sparsity.h"
#include "ui/panels/panel.h"

namespace ffn::ui {

class Plot;
class ThresholdLine;

/// What the activation left empty: of a token, a sequence and all of them, by token, by unit, and how the
/// union of active units grows with the tokens seen.
class SparsityPanel : public Panel {
    Q_OBJECT
  public:
    explicit SparsityPanel(ViewState* state, QWidget* parent = nullptr);

  protected:
    void refresh() override;
    void showCursor() override;
    void retranslate() override;

  private:
    struct Counted {
        Sparsity result;
        QStringList labels;
        std::vector<qint64> unitOrder;
    };
    static Counted count(const Snapshot& snapshot, float threshold, const Progress& progress);
    void display(const SnapshotPtr& shown, Counted counted);
    void fillPlots();
    void writeHeadline();
    void writeLevels();

    SnapshotPtr m_shown;
    Sparsity m_result;
    std::vector<qint64> m_rows;      // of the bars of the first plot
    QStringList m_labels;            // of m_rows
    std::vector<qint64> m_unitOrder; // rank → unit, most active first
    QLabel* m_headline;
    QLabel* m_meaning;
    QLabel* m_levels;
    ThresholdLine* m_threshold;
    Plot* m_byToken;
    Plot* m_byUnit;
    Plot* m_union;
};

} // namespace ffn::ui

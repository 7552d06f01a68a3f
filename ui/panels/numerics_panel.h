#pragma once

#include "engine/analysis/nonfinite_trace.h"
#include "engine/analysis/numerics.h"
#include "ui/panels/panel.h"

class QProgressBar;
class QPushButton;

namespace ffn::ui {

class NumberTable;

/// What float32 cost each stage, beside a float64 pass that runs when asked for, and where NaN and Inf began.
class NumericsPanel : public Panel {
    Q_OBJECT
  public:
    explicit NumericsPanel(ViewState* state, QWidget* parent = nullptr);

    bool isSettled() const override;

  protected:
    void refresh() override;
    void showCursor() override;
    void retranslate() override;

  private:
    void build();
    void connectParts();
    void startOrStop();
    void display();
    void showTrace();
    void showLosses();
    void goToLoss(qint64 stage);
    void goToOrigin(qint64 row);

    SnapshotPtr m_shown, m_comparedOf;
    NonFiniteTrace m_trace;
    std::vector<StageLoss> m_losses;
    JobRunner m_comparison;
    QLabel* m_headline;
    NumberTable* m_origins;
    QPushButton* m_button;
    QProgressBar* m_progress;
    QLabel* m_meaning;
    NumberTable* m_stages;
};

} // namespace ffn::ui

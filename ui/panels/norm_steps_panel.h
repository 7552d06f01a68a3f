#pragma once

#include "engine/analysis/norm_steps.h"
#include "ui/panels/panel.h"

class QButtonGroup;

namespace ffn::ui {

class Plot;

/// The norm of the chosen token, one step at a time: what enters, centred, scaled, times gain, plus bias.
class NormStepsPanel : public Panel {
    Q_OBJECT
  public:
    explicit NormStepsPanel(ViewState* state, QWidget* parent = nullptr);

  protected:
    void refresh() override;
    void showCursor() override;
    void retranslate() override;

  private:
    void display();
    void writeStatistics();
    void fillPlot();
    NormStep step() const;
    const NormStepRow& row() const { return m_steps.steps[std::size_t(step())]; }
    /// The stage that holds what the step gives, or the nearest one to it.
    Stage stageOf(NormStep step) const;
    QString meaning() const;

    SnapshotPtr m_shown;
    qint64 m_row = -1;
    NormSteps m_steps;
    QLabel* m_headline;
    QButtonGroup* m_buttons;
    QLabel* m_meaning;
    QLabel* m_statistics;
    Plot* m_plot;
};

} // namespace ffn::ui

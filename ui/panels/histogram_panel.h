#pragma once

#include "ui/panels/panel.h"
#include "ui/panels/stage_histogram.h"

class QCheckBox;

namespace ffn::ui {

class Plot;

/// How the chosen stage's values are spread, with the zeros apart, and its summary.
class HistogramPanel : public Panel {
    Q_OBJECT
  public:
    explicit HistogramPanel(ViewState* state, QWidget* parent = nullptr);
    /// What the values are called, where they are no stage's.
    void setSubject(const QString& subject) { m_subject = subject; }

  protected:
    void refresh() override;
    void showCursor() override;
    void retranslate() override;

  private:
    void display();
    void writeNumbers();
    void fillPlot();
    QString zeroLabel(double tallest) const;

    QString m_subject;
    SnapshotPtr m_shown;
    Stage m_stage = Stage::Hidden;
    StageHistogram m_histogram;
    QLabel* m_headline;
    QLabel* m_numbers;
    QLabel* m_notFinite;
    QCheckBox* m_logarithmic;
    Plot* m_plot;
};

} // namespace ffn::ui

#pragma once

#include "engine/analysis/layer_norm_view.h"
#include "ui/panels/panel.h"

namespace ffn::ui {

class NumberTable;
class Plot;

/// The norm: mean, variance and rstd of each token, gain and bias of each unit with their outliers, and the
/// checks that it did what a norm does.
class LayerNormPanel : public Panel {
    Q_OBJECT
  public:
    explicit LayerNormPanel(ViewState* state, QWidget* parent = nullptr);

  protected:
    void refresh() override;
    void showCursor() override;
    void retranslate() override;

  private:
    void display();
    void writeHeadline();
    void writeChecks();
    void fillTable();
    std::vector<double> statistic(Stage stage) const;
    void fillPlot(Plot& plot, const Tensor* values, const QString& title);
    QString readout(const Plot& plot, int unit) const;

    SnapshotPtr m_shown;
    std::vector<NormCheck> m_norms; // in the order of m_rows; empty where the stages were not kept
    std::vector<qint64> m_rows;
    QLabel* m_headline;
    QLabel* m_checks;
    QLabel* m_weights;
    NumberTable* m_table;
    Plot* m_gain;
    Plot* m_bias;
};

} // namespace ffn::ui

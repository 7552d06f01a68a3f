#pragma once

#include "engine/analysis/outlier_dimensions.h"
#include "ui/panels/panel.h"

class QComboBox;

namespace ffn::ui {

class NumberTable;
class Plot;

/// Dimensions of the residual stream that stand out in size, and where.
class OutliersPanel : public Panel {
    Q_OBJECT
  public:
    explicit OutliersPanel(ViewState* state, QWidget* parent = nullptr);

  protected:
    void refresh() override;
    void showCursor() override;
    void retranslate() override;

  private:
    struct Found {
        OutlierDimensions outliers;
        std::vector<double> rms; // of each dimension over the tokens
    };
    static Found find(const Snapshot& snapshot, Stage stage, const Progress& progress);
    void fillStages();
    void display();
    void fillTable();
    void fillPlot();

    SnapshotPtr m_shown;
    Stage m_stage = Stage::Input; // of what is shown
    Found m_found;
    QLabel* m_headline;
    QComboBox* m_stages;
    Plot* m_plot;
    NumberTable* m_table;
};

} // namespace ffn::ui

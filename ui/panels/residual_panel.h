#pragma once

#include "engine/analysis/residual.h"
#include "ui/panels/panel.h"

namespace ffn::ui {

class NumberTable;
class Plot;

/// What the block adds to each token's residual stream: ‖x‖, ‖f(x)‖, their ratio and the cosines.
class ResidualPanel : public Panel {
    Q_OBJECT
  public:
    explicit ResidualPanel(ViewState* state, QWidget* parent = nullptr);

  protected:
    void refresh() override;
    void showCursor() override;
    void retranslate() override;

  private:
    void display();
    void writeHeadline();
    void fillTable();
    void fillPlots();
    std::vector<double> numbers(double TokenResidual::*member) const;
    void goTo(qint64 row);

    SnapshotPtr m_shown;
    std::vector<TokenResidual> m_tokens; // in the order of realRows
    std::vector<qint64> m_rows;
    QStringList m_labels; // of m_rows
    QLabel* m_headline;
    NumberTable* m_table;
    Plot* m_norms;
    Plot* m_cosines;
};

} // namespace ffn::ui

#pragma once

#include "engine/analysis/waterfall.h"
#include "ui/panels/panel.h"

namespace ffn::ui {

class NumberTable;

/// How the output cell under the cursor came about, as a waterfall: each step's bar floats from the total
/// before it to the one after.
class WaterfallPanel : public Panel {
    Q_OBJECT
  public:
    explicit WaterfallPanel(ViewState* state, QWidget* parent = nullptr);

  protected:
    void refresh() override;
    void showCursor() override;
    void retranslate() override;

  private:
    using Steps = std::vector<WaterfallStep>;
    void display();
    QString stepName(const WaterfallStep& step) const;
    void goTo(qint64 key);

    SnapshotPtr m_shown;
    qint64 m_row = -1, m_dim = -1;
    Steps m_steps;
    QLabel* m_headline;
    NumberTable* m_table;
};

} // namespace ffn::ui

#pragma once

#include "ui/panels/panel.h"
#include "ui/panels/unit_table.h"

namespace ffn::ui {

class NumberTable;

/// A table of the hidden units: how often active, mean, largest value and the token it was on.
class UnitsPanel : public Panel {
    Q_OBJECT
  public:
    explicit UnitsPanel(ViewState* state, QWidget* parent = nullptr);

  protected:
    void refresh() override;
    void showCursor() override;
    void retranslate() override;

  private:
    void display();

    SnapshotPtr m_shown;
    std::vector<UnitRow> m_units;
    QLabel* m_headline;
    NumberTable* m_table;
};

} // namespace ffn::ui

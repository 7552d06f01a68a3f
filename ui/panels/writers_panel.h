#pragma once

#include "engine/analysis/update_writers.h"
#include "ui/panels/panel.h"

class QComboBox;

namespace ffn::ui {

class NumberTable;

/// The hidden units that write most into the chosen token's update.
class WritersPanel : public Panel {
    Q_OBJECT
  public:
    explicit WritersPanel(ViewState* state, QWidget* parent = nullptr);

  protected:
    void refresh() override;
    void showCursor() override;
    void retranslate() override;

  private:
    void display();
    void fillTable();

    SnapshotPtr m_shown;
    qint64 m_row = -1;
    UpdateWriters m_writers;
    QLabel* m_headline;
    QComboBox* m_order;
    NumberTable* m_table;
    QLabel* m_rest;
};

} // namespace ffn::ui

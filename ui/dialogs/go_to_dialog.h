#pragma once

#include "ui/heatmap/row_labels.h"

#include <QDialog>

class QLabel;
class QSpinBox;

namespace ffn::ui {

/// Asks for a cell by number: sequence, token and unit.
class GoToDialog : public QDialog {
    Q_OBJECT
  public:
    /// Begins at the cell (row, unit); −1 stands for the first.
    GoToDialog(const RowLabels& labels, qint64 units, qint64 row, qint64 unit, QWidget* parent = nullptr);
    qint64 row() const;
    qint64 unit() const;

  private:
    void showToken();

    RowLabels m_labels;
    QSpinBox *m_sequence, *m_token, *m_unit;
    QLabel* m_name;
};

} // namespace ffn::ui

#pragma once

#include "engine/forward/snapshot.h"

#include <QWidget>

class QDoubleSpinBox;
class QLabel;

namespace ffn::ui {

class ViewState;

/// The one threshold of activity, to be read and changed; not there where the activation gives exact zeros.
class ThresholdLine : public QWidget {
    Q_OBJECT
  public:
    explicit ThresholdLine(ViewState* state, QWidget* parent = nullptr);
    /// What holds for this snapshot.
    void display(const Snapshot& snapshot);
    void setSpinName(const QString& name);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void retranslate();

    ViewState* m_state;
    QLabel* m_label;
    QDoubleSpinBox* m_spin;
};

} // namespace ffn::ui

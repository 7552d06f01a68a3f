#pragma once

#include "ui/document/edit_list.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QSlider;
class QToolButton;

namespace ffn::ui {

/// One line of the list of edits: whether it is on, what it does to which units, a slider for its value.
class EditRow : public QWidget {
    Q_OBJECT
  public:
    explicit EditRow(QWidget* parent = nullptr);

    /// `reach`: the largest magnitude of the stage, where the sliders of thresholds and fixed values end.
    void setEdit(const UnitEdit& edit, double reach);
    const UnitEdit& edit() const { return m_edit; }
    /// Its slider is held by the mouse.
    bool isPulled() const;

  signals:
    /// `gesture` is the same while one pull at the slider lasts, and 0 for a change by itself.
    void changed(int gesture);
    void removed();
    /// The text for the units is none: what would be right.
    void refused(const QString& sentence);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void retranslate();
    void display();
    void readUnits();
    void slide(int position);
    double least() const;
    double most() const;

    UnitEdit m_edit;
    double m_reach = 1;
    int m_gesture = 0;
    bool m_showing = false;
    QCheckBox* m_on;
    QComboBox* m_kind;
    QLineEdit* m_units;
    QSlider* m_slider;
    QDoubleSpinBox* m_value;
    QToolButton* m_remove;
};

} // namespace ffn::ui

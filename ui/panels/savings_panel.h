#pragma once

#include "engine/analysis/savings.h"
#include "ui/panels/panel.h"

class QComboBox;
class QDoubleSpinBox;
class QSlider;

namespace ffn::ui {

class Plot;

/// What zeros save, now and when a slider drops more: multiplications, and the error that this causes.
class SavingsPanel : public Panel {
    Q_OBJECT
  public:
    explicit SavingsPanel(ViewState* state, QWidget* parent = nullptr);

    bool isSettled() const override;

  protected:
    void refresh() override;
    void showCursor() override {}
    void retranslate() override;

  private:
    struct Curve {
        std::vector<double> scale; // what the slider's steps stand for, from the least saving on
        std::vector<SavingsPoint> points;
    };
    void build();
    KeepRule rule() const;
    void showCurve(const SnapshotPtr& shown, Curve curve);
    void setUp(const SnapshotPtr& shown);
    void setAt(double at);
    void computePoint();
    void showPoint(const SavingsPoint& point);
    void writePoint();
    void fillPlot();

    SnapshotPtr m_shown;
    Curve m_curve;
    SavingsPoint m_point;
    double m_at = 0;
    bool m_touched = false; // by a person; else it stays where nothing is lost
    JobRunner m_pointRunner;
    QLabel* m_headline;
    QComboBox* m_rule;
    QSlider* m_slider;
    QDoubleSpinBox* m_value;
    QLabel* m_facts;
    Plot* m_plot;
};

} // namespace ffn::ui

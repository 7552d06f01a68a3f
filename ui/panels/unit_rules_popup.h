#pragma once

#include "engine/analysis/unit_census.h"

#include <QFrame>

#include <vector>

class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QPushButton;
class QSpinBox;

namespace ffn::ui {

/// Where the borders between the kinds of units lie, to be read and moved. Escape or a click beside it closes
/// it.
class UnitRulesPopup : public QFrame {
    Q_OBJECT
  public:
    explicit UnitRulesPopup(QWidget* parent = nullptr);
    const UnitRules& rules() const { return m_rules; }

  signals:
    void rulesChanged();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void addShare(double UnitRules::*member, const char* name);
    void set(const UnitRules& rules);
    void showRules();
    void retranslate();

    struct Share {
        double UnitRules::*member;
        QLabel* label;
        QDoubleSpinBox* spin;
    };
    UnitRules m_rules;
    QFormLayout* m_form;
    std::vector<Share> m_shares;
    QLabel* m_order;
    QLabel* m_evidenceLabel;
    QSpinBox* m_evidence;
    QPushButton* m_reset;
};

} // namespace ffn::ui

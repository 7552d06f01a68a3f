#include "ui/panels/unit_rules_popup.h"

#include <QDoubleSpinBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>

namespace ffn::ui {

UnitRulesPopup::UnitRulesPopup(QWidget* parent)
    : QFrame(parent, Qt::Popup), m_form(new QFormLayout(this)), m_order(new QLabel),
      m_evidenceLabel(new QLabel), m_evidence(new QSpinBox), m_reset(new QPushButton) {
    setObjectName("unitRules");
    setFrameShape(QFrame::StyledPanel);
    m_order->setWordWrap(true);
    m_order->setMinimumWidth(fontMetrics().averageCharWidth() * 52);
    m_form->addRow(m_order);
    addShare(&UnitRules::always_on, "alwaysOn");
    addShare(&UnitRules::one_token, "oneToken");
    addShare(&UnitRules::window_share, "windowShare");
    addShare(&UnitRules::window_rate, "windowRate");
    addShare(&UnitRules::window_tokens, "windowTokens");
    m_evidence->setRange(1, 1'000'000);
    m_evidence->setObjectName("evidence");
    m_evidenceLabel->setBuddy(m_evidence);
    m_form->addRow(m_evidenceLabel, m_evidence);
    addShare(&UnitRules::rare, "rare");
    m_form->addRow(m_reset);
    m_reset->setObjectName("resetRules");
    connect(m_evidence, &QSpinBox::valueChanged, this, [this](int tokens) {
        UnitRules rules = m_rules;
        rules.evidence = tokens;
        set(rules);
    });
    connect(m_reset, &QPushButton::clicked, this, [this] { set({}); });
    setFocusProxy(m_shares.front().spin);
    showRules();
    retranslate();
}

void UnitRulesPopup::addShare(double UnitRules::*member, const char* name) {
    auto* label = new QLabel;
    auto* spin = new QDoubleSpinBox;
    spin->setRange(0, 100);
    spin->setDecimals(2);
    spin->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    spin->setSuffix(" %");
    spin->setObjectName(name);
    label->setBuddy(spin);
    m_form->addRow(label, spin);
    m_shares.push_back({member, label, spin});
    connect(spin, &QDoubleSpinBox::valueChanged, this, [this, member](double percent) {
        UnitRules rules = m_rules;
        rules.*member = percent / 100;
        set(rules);
    });
}

void UnitRulesPopup::set(const UnitRules& rules) {
    if (rules == m_rules) return;
    m_rules = rules;
    showRules();
    emit rulesChanged();
}

void UnitRulesPopup::showRules() {
    for (const Share& share : m_shares) {
        const QSignalBlocker quiet(share.spin);
        share.spin->setValue(100 * m_rules.*share.member);
    }
    const QSignalBlocker quiet(m_evidence);
    m_evidence->setValue(int(m_rules.evidence));
}

void UnitRulesPopup::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void UnitRulesPopup::retranslate() {
    setAccessibleName(tr("Rules for the kinds of units"));
    m_order->setText(tr("The first rule that holds names the kind. A unit active on no token seen is dead so "
                        "far; one that no rule fits is other."));
    const QString words[] = {tr("&Always on: active on at least"),
                             tr("&One token: of its active tokens the same one makes up"),
                             tr("&Position: narrowest range with this share of its active tokens"),
                             tr("Position: active on at least this share of the tokens &there"),
                             tr("Position: at most this share of all tokens is t&here")};
    for (std::size_t i = 0; i < std::size(words); ++i)
        m_shares[i].label->setText(words[i]);
    m_shares.back().label->setText(tr("&Rare: active on at most"));
    m_evidenceLabel->setText(tr("One token, position: active on at &least so many tokens"));
    m_reset->setText(tr("&Back to the usual numbers"));
}

} // namespace ffn::ui

#include "ui/panels/threshold_line.h"

#include "ui/activity.h"

#include <QDoubleSpinBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>

#include <algorithm>
#include <cmath>

namespace ffn::ui {

ThresholdLine::ThresholdLine(ViewState* state, QWidget* parent)
    : QWidget(parent), m_state(state), m_label(new QLabel), m_spin(new QDoubleSpinBox) {
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    m_spin->setRange(0, 1e6);
    m_spin->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    m_spin->setKeyboardTracking(false);
    m_label->setBuddy(m_spin);
    line->addWidget(m_label);
    line->addWidget(m_spin);
    line->addStretch();
    connect(m_spin, &QDoubleSpinBox::valueChanged, this,
            [this](double value) { m_state->setThreshold(float(value)); });
    retranslate();
}

void ThresholdLine::display(const Snapshot& snapshot) {
    setVisible(!has_exact_zeros(snapshot.config.activation));
    const double value = double(activityThreshold(*m_state, snapshot));
    const QSignalBlocker quiet(m_spin);
    // Four digits that count, however small the activations are.
    m_spin->setDecimals(value > 0 ? std::clamp(3 - int(std::floor(std::log10(value))), 4, 12) : 4);
    m_spin->setValue(value);
}

void ThresholdLine::setSpinName(const QString& name) {
    m_spin->setObjectName(name);
}

void ThresholdLine::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void ThresholdLine::retranslate() {
    m_label->setText(tr("&Inactive when |value| ≤"));
    m_spin->setAccessibleName(tr("Threshold of activity"));
}

} // namespace ffn::ui

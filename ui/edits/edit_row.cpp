#include "ui/edits/edit_row.h"

#include "engine/analysis/cell_ordering.h"
#include "engine/core/error.h"

#include <QtWidgets>

#include <algorithm>
#include <cmath>

namespace ffn::ui {

namespace {

using Kind = UnitEdit::Kind;
constexpr int kSteps = 1000;         // of a slider
constexpr double kLargestFactor = 4; // scaling runs from −4 to 4

// Another one for every pull at any slider.
int nextGesture() {
    static int last = 0;
    return ++last;
}

} // namespace

EditRow::EditRow(QWidget* parent)
    : QWidget(parent), m_on(new QCheckBox), m_kind(new QComboBox), m_units(new QLineEdit),
      m_slider(new QSlider(Qt::Horizontal)), m_value(new QDoubleSpinBox), m_remove(new QToolButton) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 2, 0, 2);
    grid->addWidget(m_on, 0, 0);
    grid->addWidget(m_kind, 0, 1);
    grid->addWidget(m_units, 0, 2);
    grid->addWidget(m_remove, 0, 3);
    grid->addWidget(m_slider, 1, 1);
    grid->addWidget(m_value, 1, 2);
    grid->setColumnStretch(1, 3);
    grid->setColumnStretch(2, 2);
    m_slider->setRange(0, kSteps);
    m_value->setDecimals(4);
    m_value->setKeyboardTracking(false);
    m_remove->setAutoRaise(true);
    m_remove->setText(QString(QChar(0x2715)));
    m_on->setObjectName("editOn");
    m_units->setObjectName("editUnits");
    m_slider->setObjectName("editSlider");
    m_value->setObjectName("editValue");
    connect(m_on, &QCheckBox::toggled, this, [this](bool on) {
        m_edit.on = on;
        if (!m_showing) emit changed(0);
    });
    connect(m_kind, &QComboBox::activated, this, [this] {
        m_edit.kind = Kind(m_kind->currentData().toInt());
        m_edit.value = m_edit.kind == Kind::Scale ? 1.0f : 0.0f;
        display();
        emit changed(0);
    });
    connect(m_units, &QLineEdit::editingFinished, this, &EditRow::readUnits);
    connect(m_slider, &QSlider::sliderPressed, this, [this] { m_gesture = nextGesture(); });
    connect(m_slider, &QSlider::sliderReleased, this, [this] { m_gesture = 0; });
    connect(m_slider, &QSlider::valueChanged, this, &EditRow::slide);
    connect(m_value, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        if (m_showing) return;
        m_edit.value = float(value);
        display();
        emit changed(0);
    });
    connect(m_remove, &QToolButton::clicked, this, &EditRow::removed);
    retranslate();
}

void EditRow::setEdit(const UnitEdit& edit, double reach) {
    const bool otherWords = (edit.kind == Kind::Threshold) != (m_edit.kind == Kind::Threshold);
    m_edit = edit;
    if (otherWords) retranslate();
    m_reach = reach > 0 && std::isfinite(reach) ? reach : 1;
    display();
}

bool EditRow::isPulled() const {
    return m_slider->isSliderDown();
}

double EditRow::least() const {
    return m_edit.kind == Kind::Scale ? -kLargestFactor : m_edit.kind == Kind::Clamp ? -m_reach : 0;
}

double EditRow::most() const {
    return m_edit.kind == Kind::Scale ? kLargestFactor : m_reach;
}

void EditRow::display() {
    m_showing = true;
    const bool threshold = m_edit.kind == Kind::Threshold;
    m_on->setChecked(m_edit.on);
    m_kind->setCurrentIndex(m_kind->findData(int(m_edit.kind)));
    m_kind->setEnabled(!threshold);
    m_units->setVisible(!threshold);
    m_units->setText(QString::fromStdString(units_text(m_edit.units)));
    for (QWidget* widget : std::initializer_list<QWidget*>{m_slider, m_value})
        widget->setVisible(m_edit.kind != Kind::Ablate);
    if (!m_slider->isSliderDown())
        m_slider->setValue(int(std::lround((double(m_edit.value) - least()) / (most() - least()) * kSteps)));
    m_value->setRange(m_edit.kind == Kind::Threshold ? 0 : -1e6, 1e6);
    m_value->setSingleStep((most() - least()) / 100);
    m_value->setValue(double(m_edit.value));
    m_showing = false;
}

void EditRow::slide(int position) {
    if (m_showing) return;
    m_edit.value = float(least() + (most() - least()) * position / kSteps);
    display();
    emit changed(m_slider->isSliderDown() ? m_gesture : 0);
}

void EditRow::readUnits() {
    std::vector<std::int64_t> units;
    try {
        units = parse_numbers(m_units->text().toStdString());
    } catch (const Error& error) {
        emit refused(QString::fromUtf8(error.what()));
        return display();
    }
    std::ranges::sort(units);
    units.erase(std::ranges::unique(units).begin(), units.end());
    if (units == m_edit.units) return display();
    m_edit.units = std::move(units);
    display();
    emit changed(0);
}

void EditRow::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void EditRow::retranslate() {
    m_kind->clear();
    m_kind->addItem(tr("set to 0"), int(Kind::Ablate));
    m_kind->addItem(tr("multiply"), int(Kind::Scale));
    m_kind->addItem(tr("set to"), int(Kind::Clamp));
    if (m_edit.kind == Kind::Threshold) m_kind->addItem(tr("threshold"), int(Kind::Threshold));
    m_on->setToolTip(tr("Whether this edit counts"));
    m_on->setAccessibleName(m_on->toolTip());
    m_kind->setAccessibleName(tr("What the edit does"));
    m_units->setToolTip(tr("Hidden units, as 12, 55-60"));
    m_units->setAccessibleName(m_units->toolTip());
    m_slider->setAccessibleName(tr("Value of the edit"));
    m_value->setAccessibleName(m_slider->accessibleName());
    m_remove->setToolTip(tr("Remove this edit"));
    m_remove->setAccessibleName(m_remove->toolTip());
    display();
}

} // namespace ffn::ui

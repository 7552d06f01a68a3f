#include "ui/dialogs/random_dialog.h"

#include "engine/core/memory.h"
#include "engine/model/norm_math.h"
#include "ui/dialogs/form_labels.h"
#include "ui/dialogs/reason_label.h"
#include "ui/panels/number_label.h"

#include <QtWidgets>

#include <cmath>

namespace ffn::ui {

namespace {

constexpr int kLargestSize = 1 << 20;

// Names as on the command line, so that what is chosen here can be typed there.
template <class Enum>
void fill(QComboBox* box, std::initializer_list<Enum> values) {
    for (const Enum value : values)
        box->addItem(QString::fromUtf8(name(value)), int(value));
}

template <class Enum>
Enum chosen(const QComboBox* box) {
    return Enum(box->currentData().toInt());
}

void choose(QComboBox* box, int value) {
    box->setCurrentIndex(box->findData(value));
}

QString bytesText(double bytes) {
    return QString::fromStdString(bytes_text(std::uint64_t(bytes)));
}

QSpinBox* sizeBox() {
    auto* box = new QSpinBox;
    box->setRange(1, kLargestSize);
    box->setAccelerated(true);
    return box;
}

} // namespace

qint64 parameterCount(const FeedForwardConfig& c) {
    const qint64 matrix = c.d_model * c.d_ff;
    const qint64 ups = c.gated ? 2 : 1;
    const qint64 norm = norm_centres(c.norm) ? 2 : c.norm == Norm::RmsNorm ? 1 : 0;
    return (ups + 1) * matrix + ups * c.d_ff + c.d_model + norm * c.d_model;
}

RandomDialog::RandomDialog(quint64 memoryLimit, QWidget* parent)
    : QDialog(parent), m_memoryLimit(memoryLimit) {
    build();
    setRequest({});
    retranslate();
    for (QSpinBox* box : {m_dModel, m_dFf})
        connect(box, &QSpinBox::valueChanged, this, &RandomDialog::validate);
    for (QLineEdit* edit : {m_seed, m_eps})
        connect(edit, &QLineEdit::textChanged, this, &RandomDialog::validate);
    for (QComboBox* box : {m_init, m_activation, m_norm, m_placement})
        connect(box, &QComboBox::currentIndexChanged, this, &RandomDialog::validate);
    connect(m_gated, &QCheckBox::toggled, this, &RandomDialog::validate);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    validate();
}

void RandomDialog::build() {
    m_dModel = sizeBox();
    m_dFf = sizeBox();
    m_init = new QComboBox;
    fill(m_init, {Init::Torch, Init::XavierUniform, Init::XavierNormal, Init::KaimingUniform,
                  Init::KaimingNormal, Init::Normal});
    m_seed = new QLineEdit;
    m_activation = new QComboBox;
    fill(m_activation, {Activation::Relu, Activation::Gelu, Activation::GeluTanh, Activation::Silu,
                        Activation::QuickGelu, Activation::ReluSquared});
    m_norm = new QComboBox;
    fill(m_norm, {Norm::LayerNorm, Norm::RmsNorm, Norm::StdNorm, Norm::None});
    m_placement = new QComboBox;
    fill(m_placement, {NormPlacement::Post, NormPlacement::Pre});
    m_eps = new QLineEdit;
    m_gated = new QCheckBox;
    m_size = new QLabel;
    m_problem = reasonLabel();
    m_buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    m_problem->setMinimumWidth(fontMetrics().averageCharWidth() * 48);
    m_form = new QFormLayout(this);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    for (QWidget* field : std::initializer_list<QWidget*>{m_dModel, m_dFf, m_init, m_seed, m_activation,
                                                          m_norm, m_placement, m_eps, m_gated})
        m_form->addRow(new QLabel, field);
    m_form->addRow(m_size);
    m_form->addRow(m_problem);
    m_form->addRow(m_buttons);
    const std::initializer_list<std::pair<QWidget*, const char*>> names{{m_dModel, "randomDModel"},
                                                                        {m_dFf, "randomDFf"},
                                                                        {m_init, "randomInit"},
                                                                        {m_seed, "randomSeed"},
                                                                        {m_activation, "randomActivation"},
                                                                        {m_norm, "randomNorm"},
                                                                        {m_eps, "randomEps"},
                                                                        {m_placement, "randomPlacement"},
                                                                        {m_gated, "randomGated"},
                                                                        {m_size, "randomSize"},
                                                                        {m_problem, "randomProblem"}};
    for (const auto& [widget, objectName] : names)
        widget->setObjectName(objectName);
}

void RandomDialog::setRequest(const RandomRequest& request) {
    m_dModel->setValue(int(request.config.d_model));
    m_dFf->setValue(int(request.config.d_ff));
    choose(m_init, int(request.init));
    m_seed->setText(QString::number(request.seed));
    choose(m_activation, int(request.config.activation));
    choose(m_norm, int(request.config.norm));
    choose(m_placement, int(request.config.placement));
    m_eps->setText(QString::number(request.config.eps, 'g', QLocale::FloatingPointShortest));
    m_gated->setChecked(request.config.gated);
}

std::optional<RandomRequest> RandomDialog::request() const {
    if (!problem().isEmpty()) return std::nullopt;
    RandomRequest r;
    r.config.d_model = m_dModel->value();
    r.config.d_ff = m_dFf->value();
    r.config.activation = chosen<Activation>(m_activation);
    r.config.norm = chosen<Norm>(m_norm);
    r.config.placement = chosen<NormPlacement>(m_placement);
    r.config.gated = m_gated->isChecked();
    if (r.config.norm != Norm::None) r.config.eps = m_eps->text().toDouble();
    r.init = chosen<Init>(m_init);
    r.seed = m_seed->text().toULongLong();
    return r;
}

QString RandomDialog::problem() const {
    bool fine = false;
    m_seed->text().toULongLong(&fine);
    if (!fine) return tr("The seed must be a whole number from 0 to 18446744073709551615.");
    const double eps = m_eps->text().toDouble(&fine);
    const bool used = chosen<Norm>(m_norm) != Norm::None;
    if (used && !(fine && std::isfinite(eps) && eps > 0))
        return tr("eps must be a number above 0, such as 1e-5.");
    FeedForwardConfig config;
    config.d_model = m_dModel->value();
    config.d_ff = m_dFf->value();
    config.gated = m_gated->isChecked();
    const double bytes = 4.0 * double(parameterCount(config));
    if (m_memoryLimit > 0 && bytes > double(m_memoryLimit))
        return tr("These weights would take %1, but only %2 may be used: make d_model or d_ff smaller.")
            .arg(bytesText(bytes), bytesText(double(m_memoryLimit)));
    return {};
}

void RandomDialog::validate() {
    FeedForwardConfig config;
    config.d_model = m_dModel->value();
    config.d_ff = m_dFf->value();
    config.norm = chosen<Norm>(m_norm);
    config.gated = m_gated->isChecked();
    const qint64 count = parameterCount(config);
    m_size->setText(tr("%1 parameters · %2").arg(countLabel(count), bytesText(4.0 * double(count))));
    m_placement->setEnabled(config.norm != Norm::None);
    m_eps->setEnabled(config.norm != Norm::None);
    const QString reason = problem();
    m_problem->setText(reason);
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(reason.isEmpty());
}

void RandomDialog::retranslate() {
    setWindowTitle(tr("Random weights"));
    nameFields(*m_form, 0,
               {tr("d_&model"), tr("d_&ff"), tr("&Initialisation"), tr("&Seed"), tr("&Activation"),
                tr("&Norm"), tr("&Placement"), tr("&eps"), tr("&Gated")});
    // The command line's word, then what it means.
    m_placement->setItemText(0, tr("post: norm after the sum"));
    m_placement->setItemText(1, tr("pre: norm before the first matrix"));
    m_init->setToolTip(
        tr("torch: the weights that torch.manual_seed(seed) followed by building the two Conv1d gives"));
    m_gated->setToolTip(tr("hidden = act(Wg·x + bg) · (W₁·x + b₁)"));
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("&Draw weights"));
    validate();
}

void RandomDialog::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

} // namespace ffn::ui

#include "ui/dialogs/mapping_dialog.h"

#include "engine/core/error.h"
#include "ui/dialogs/form_labels.h"
#include "ui/dialogs/reason_label.h"
#include "ui/panels/number_label.h"

#include <QtWidgets>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace ffn::ui {

namespace {

template <class Enum>
void fill(QComboBox* box, std::initializer_list<Enum> values) {
    for (const Enum value : values)
        box->addItem(QString::fromUtf8(name(value)), int(value));
}

QString shapeOf(const TensorArchive& archive, const std::string& tensor) {
    QStringList sizes;
    for (const std::int64_t n : archive.tensors()[std::size_t(archive.find(tensor))].shape)
        sizes += QString::number(n);
    return QString("%1   [%2]").arg(QString::fromStdString(tensor), sizes.join(", "));
}

void chooseData(QComboBox* box, const QVariant& data) {
    box->setCurrentIndex(std::max(0, box->findData(data)));
}

/// Whether nothing but a person can say how the matrices lie.
bool liesEitherWay(const TensorArchive& archive, BlockMapping mapping) {
    const std::string& down = mapping.tensors.down;
    const auto& shape = archive.tensors()[std::size_t(archive.find(down))].shape;
    if (mapping.orientation || shape.size() != 2 || shape[0] != shape[1]) return false;
    return std::ranges::all_of(std::array{Orientation::OutIn, Orientation::InOut}, [&](Orientation each) {
        mapping.orientation = each;
        const auto fitting = fitting_tensors(archive, TensorRole::Down, mapping);
        return std::ranges::count(fitting, down) > 0;
    });
}

/// The norm that the tensors speak of, as `--map` takes them; nothing where they leave it open.
std::optional<Norm> normOf(const BlockTensors& tensors) {
    if (tensors.norm_gain.empty())
        return tensors.second_gain.empty() ? std::optional(Norm::None) : std::nullopt;
    return tensors.norm_bias.empty() ? std::nullopt : std::optional(Norm::LayerNorm);
}

} // namespace

MappingDialog::MappingDialog(std::shared_ptr<const TensorArchive> archive, QWidget* parent)
    : QDialog(parent), m_archive(std::move(archive)) {
    build();
    offer();
    retranslate();
    for (QComboBox* box : m_roles)
        connect(box, &QComboBox::currentIndexChanged, this, [this] {
            if (!m_offering) offer();
        });
    connect(m_layout, &QComboBox::currentIndexChanged, this, &MappingDialog::offer);
    for (QComboBox* box : {m_activation, m_norm, m_placement})
        connect(box, &QComboBox::currentIndexChanged, this, &MappingDialog::validate);
    connect(m_eps, &QLineEdit::textChanged, this, &MappingDialog::validate);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void MappingDialog::build() {
    m_intro = new QLabel;
    m_intro->setWordWrap(true);
    m_form = new QFormLayout(this);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->addRow(m_intro);
    for (const TensorRole role : tensor_roles())
        m_roles[std::size_t(role)] = addRole(role);
    m_layout = new QComboBox;
    for (int i = 0; i < 3; ++i)
        m_layout->addItem(QString(), i - 1);
    m_activation = new QComboBox;
    m_activation->addItem(QString(), -1);
    fill(m_activation, {Activation::Relu, Activation::Gelu, Activation::GeluTanh, Activation::Silu,
                        Activation::QuickGelu, Activation::ReluSquared});
    m_norm = new QComboBox;
    m_norm->addItem(QString(), -1);
    fill(m_norm, {Norm::LayerNorm, Norm::RmsNorm, Norm::StdNorm, Norm::None});
    m_placement = new QComboBox;
    fill(m_placement, {NormPlacement::Post, NormPlacement::Pre});
    m_eps = new QLineEdit("1e-05");
    for (QWidget* field : std::initializer_list<QWidget*>{m_layout, m_activation, m_norm, m_placement, m_eps})
        m_form->addRow(new QLabel, field);
    m_layout->setObjectName("mappingLayout");
    m_activation->setObjectName("mappingActivation");
    m_norm->setObjectName("mappingNorm");
    m_placement->setObjectName("mappingPlacement");
    m_eps->setObjectName("mappingEps");
    m_summary = new QLabel;
    m_summary->setObjectName("mappingSummary");
    m_problem = reasonLabel();
    m_problem->setObjectName("mappingProblem");
    m_problem->setMinimumWidth(fontMetrics().averageCharWidth() * 70);
    m_buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    m_form->addRow(m_summary);
    m_form->addRow(m_problem);
    m_form->addRow(m_buttons);
}

QComboBox* MappingDialog::addRole(TensorRole role) {
    auto* box = new QComboBox;
    box->setObjectName("mapping_" + QString::fromUtf8(name(role)));
    box->setMaxVisibleItems(20);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(40);
    m_form->addRow(new QLabel, box);
    return box;
}

// A choice narrows what the others are offered; what was chosen stays while it fits.
void MappingDialog::offer() {
    m_offering = true;
    KeptMapping chosen = mapping();
    for (const TensorRole role : tensor_roles()) {
        QComboBox* box = m_roles[std::size_t(role)];
        const std::string kept = chosen.mapping[role];
        box->clear();
        box->addItem(tr("– none –"), QString());
        for (const std::string& tensor : fitting_tensors(*m_archive, role, chosen.mapping))
            box->addItem(shapeOf(*m_archive, tensor), QString::fromStdString(tensor));
        chooseData(box, QString::fromStdString(kept));
        chosen.mapping[role] = box->currentData().toString().toStdString();
    }
    m_offering = false;
    validate();
}

void MappingDialog::setMapping(const KeptMapping& kept) {
    m_offering = true;
    for (const TensorRole role : tensor_roles()) {
        QComboBox* box = m_roles[std::size_t(role)];
        const std::string& tensor = kept.mapping[role];
        if (tensor.empty() || m_archive->find(tensor) < 0) continue;
        if (box->findData(QString::fromStdString(tensor)) < 0)
            box->addItem(shapeOf(*m_archive, tensor), QString::fromStdString(tensor));
        chooseData(box, QString::fromStdString(tensor));
    }
    chooseData(m_layout, kept.mapping.orientation ? int(*kept.mapping.orientation) : -1);
    if (kept.say.activation) chooseData(m_activation, int(*kept.say.activation));
    if (kept.say.norm) chooseData(m_norm, int(*kept.say.norm));
    if (kept.say.placement) chooseData(m_placement, int(*kept.say.placement));
    if (kept.say.eps) m_eps->setText(QString::number(*kept.say.eps, 'g', QLocale::FloatingPointShortest));
    offer();
}

KeptMapping MappingDialog::mapping() const {
    KeptMapping kept;
    for (const TensorRole role : tensor_roles())
        kept.mapping[role] = m_roles[std::size_t(role)]->currentData().toString().toStdString();
    const int layout = m_layout->currentData().toInt();
    if (layout >= 0) kept.mapping.orientation = Orientation(layout);
    const int activation = m_activation->currentData().toInt(), norm = m_norm->currentData().toInt();
    if (activation >= 0) kept.say.activation = Activation(activation);
    if (norm >= 0) kept.say.norm = Norm(norm);
    kept.say.placement = NormPlacement(m_placement->currentData().toInt());
    kept.say.eps = m_eps->text().toDouble();
    return kept;
}

QString MappingDialog::problem() const {
    const KeptMapping kept = mapping();
    if (kept.mapping.tensors.up.empty() || kept.mapping.tensors.down.empty())
        return tr("A block needs at least its first and its second matrix.");
    if (liesEitherWay(*m_archive, kept.mapping))
        return tr("The matrices are square, so nothing shows how they lie: choose the layout above.");
    if (!kept.say.activation) return tr("The tensors do not say which activation it is: choose it above.");
    const std::optional<Norm> norm = kept.say.norm ? kept.say.norm : normOf(kept.mapping.tensors);
    if (!norm) return tr("The tensors do not say which norm it is: choose it above.");
    bool fine = false;
    const double eps = m_eps->text().toDouble(&fine);
    if (norm != Norm::None && !(fine && std::isfinite(eps) && eps > 0))
        return tr("eps must be a number above 0, such as 1e-5.");
    try {
        map_block(*m_archive, kept.mapping, kept.say);
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

void MappingDialog::validate() {
    const KeptMapping kept = mapping();
    const bool without = kept.say.norm == Norm::None;
    const bool norm =
        kept.say.norm.value_or(normOf(kept.mapping.tensors).value_or(Norm::LayerNorm)) != Norm::None;
    m_placement->setEnabled(norm);
    m_eps->setEnabled(norm);
    for (auto role = std::size_t(TensorRole::NormGain); role < m_roles.size(); ++role)
        m_roles[role]->setEnabled(!without);
    nameNorm();
    const QString reason = problem();
    m_problem->setText(reason);
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(reason.isEmpty());
    m_summary->clear();
    if (!reason.isEmpty()) return;
    const FeedForwardConfig config = map_block(*m_archive, kept.mapping, kept.say).config;
    m_summary->setText(
        joinedFacts({QString("d_model %1").arg(config.d_model), QString("d_ff %1").arg(config.d_ff),
                     config.gated ? tr("gated") : tr("not gated")}));
}

void MappingDialog::nameNorm() {
    const std::optional<Norm> norm = normOf(mapping().mapping.tensors);
    m_norm->setItemText(0, norm ? tr("by the tensors: %1").arg(QString::fromUtf8(name(*norm)))
                                : tr("– choose –"));
}

QStringList MappingDialog::labels() const {
    return {tr("&First matrix (up)"),
            tr("Its &bias"),
            tr("&Gate"),
            tr("Bias of the gate"),
            tr("&Second matrix (down)"),
            tr("Its b&ias"),
            tr("&Norm's gain"),
            tr("Norm's bias"),
            tr("Second norm's gain"),
            tr("Second norm's bias"),
            tr("&Layout"),
            tr("&Activation"),
            tr("No&rm"),
            tr("&Placement"),
            tr("&eps")};
}

void MappingDialog::retranslate() {
    setWindowTitle(tr("Assign tensors"));
    m_intro->setText(tr("Say which tensors of %1 make up a feed-forward block. Each list offers only what "
                        "fits the others. It is remembered for files with the same tensors.")
                         .arg(QString::fromStdString(m_archive->path().filename().string())));
    nameFields(*m_form, 1, labels());
    m_layout->setItemText(0, tr("by the shapes"));
    m_layout->setItemText(1, tr("[out, in], as torch.nn.Linear"));
    m_layout->setItemText(2, tr("[in, out], as GPT-2"));
    m_activation->setItemText(0, tr("– choose –"));
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("&Open the block"));
    validate();
}

void MappingDialog::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

} // namespace ffn::ui

#include "ui/panels/norm_steps_panel.h"

#include "engine/analysis/layer_norm_view.h"
#include "engine/model/norm_math.h"
#include "ui/panels/number_label.h"
#include "ui/panels/plot.h"
#include "ui/panels/token_text.h"
#include "ui/strip/stage_names.h"

#include <QButtonGroup>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ffn::ui {

NormStepsPanel::NormStepsPanel(ViewState* state, QWidget* parent)
    : Panel(state, parent), m_buttons(new QButtonGroup(this)) {
    m_headline = addHeadline();
    m_headline->setObjectName("stepsHeadline");
    auto* line = new QHBoxLayout;
    line->setSpacing(2);
    for (int step = 0; step < int(kNormSteps); ++step) {
        auto* button = new QPushButton;
        button->setCheckable(true);
        button->setMinimumWidth(40);
        const std::string_view name = ffn::name(NormStep(step));
        button->setObjectName("step_" + QString::fromUtf8(name.data(), qsizetype(name.size())));
        m_buttons->addButton(button, step);
        line->addWidget(button, 1);
    }
    m_buttons->button(int(NormStep::Scaled))->setChecked(true);
    column()->addLayout(line);
    m_meaning = addNote();
    m_meaning->setObjectName("stepsMeaning");
    m_plot = new Plot;
    m_plot->setObjectName("stepsPlot");
    column()->addWidget(m_plot, 1);
    m_statistics = addNote();
    m_statistics->setObjectName("stepsStatistics");
    connect(m_buttons, &QButtonGroup::idToggled, this, [this](int, bool on) {
        if (on) display();
    });
    connect(m_plot, &Plot::chosen, this, [this](int unit) { choose(stageOf(step()), m_row, unit); });
    retranslate();
}

NormStep NormStepsPanel::step() const {
    return NormStep(std::max(0, m_buttons->checkedId()));
}

Stage NormStepsPanel::stageOf(NormStep step) const {
    const bool pre = m_shown->config.placement == NormPlacement::Pre;
    switch (step) {
    case NormStep::Entering:
    case NormStep::Centred:
        return pre ? Stage::Input : Stage::ResidualSum;
    case NormStep::Scaled:
        return Stage::Normalized;
    case NormStep::Gained:
    case NormStep::Shifted:
        break;
    }
    return pre ? Stage::NormOutput : Stage::Output;
}

void NormStepsPanel::refresh() {
    m_row = state().row();
    if (snapshot()->config.norm == Norm::None) {
        setProblem(tr("This block has no norm."));
        return;
    }
    if (!isRealRow(*snapshot()->tokens, m_row)) {
        setProblem(tr("Point at a token to see its norm step by step."));
        return;
    }
    using Result = std::optional<NormSteps>;
    compute<Result>(
        [s = snapshot(), row = m_row](const Progress& progress) {
            progress.check(); // the cursor has moved on before many a job began
            return norm_steps(*s, row);
        },
        [this, s = snapshot()](Result steps) {
            m_shown = steps ? s : nullptr;
            if (steps) m_steps = std::move(*steps);
            display();
        });
}

void NormStepsPanel::display() {
    for (QWidget* each : {static_cast<QWidget*>(m_plot), static_cast<QWidget*>(m_meaning)})
        each->setVisible(m_shown != nullptr);
    for (QAbstractButton* button : m_buttons->buttons())
        button->setEnabled(m_shown != nullptr);
    if (!m_shown) {
        if (snapshot())
            m_headline->setText(tr("The steps need the weights and the stage that enters the norm."));
        m_statistics->clear();
        return;
    }
    const Norm norm = m_shown->config.norm;
    m_buttons->button(int(NormStep::Centred))->setEnabled(norm_centres(norm)); // RMSNorm does not
    QStringList facts{normTitle(norm), tr("token %1").arg(tokenLabel(*m_shown->tokens, m_row))};
    if (norm_centres(norm)) facts += "μ = " + statisticLabel(m_steps.mean);
    facts += (norm == Norm::RmsNorm ? "mean(x²) = " : "σ² = ") + statisticLabel(m_steps.variance);
    facts += "rstd = " + statisticLabel(m_steps.rstd);
    m_headline->setText(joinedFacts(facts));
    m_meaning->setText(meaning());
    writeStatistics();
    fillPlot();
    showCursor();
}

QString NormStepsPanel::meaning() const {
    switch (step()) {
    case NormStep::Entering:
        return tr("What enters the norm: the stage %1.").arg(stageTitle(stageOf(NormStep::Entering)));
    case NormStep::Centred:
        return norm_centres(m_shown->config.norm)
                   ? tr("Minus the mean: the row now stands at right angles to 1 = (1, …, 1), its sum is 0.")
                   : tr("RMSNorm does not centre: the row is as it entered.");
    case NormStep::Scaled:
        return m_shown->config.norm == Norm::StdNorm
                   ? tr("Times rstd: the row now has length √(d − 1), less what ε takes.")
                   : tr("Times rstd: the row now has length √d, less what ε takes.");
    case NormStep::Gained:
        return tr("Times the gain of each unit; dots mark gains far from the others.");
    case NormStep::Shifted:
        break;
    }
    return tr("Plus the bias of each unit: what leaves the norm.");
}

// The two facts of a norm as numbers, at every step, so that one sees where each comes true.
void NormStepsPanel::writeStatistics() {
    const Norm norm = m_shown->config.norm;
    const double d = norm_divisor(norm, double(m_shown->config.d_model));
    const QString length = norm == Norm::StdNorm
                               ? tr("Length %1; √(d − 1) = %2, with ε the scaled row must have %3.")
                               : tr("Length %1; √d = %2, with ε the scaled row must have %3.");
    const QString lines[] = {tr("Sum of the row %1; cosine to 1 = (1, …, 1): %2.")
                                 .arg(statisticLabel(row().sum, 3), statisticLabel(row().cosine_ones, 3)),
                             length.arg(statisticLabel(row().length, 6), numberLabel(std::sqrt(d), 6),
                                        statisticLabel(m_steps.expected_length, 6))};
    m_statistics->setText(lines[0] + '\n' + lines[1]);
}

void NormStepsPanel::fillPlot() {
    using Look = PlotSeries::Look;
    const std::vector<double>& values = row().values;
    PlotSeries all{tr("value"), std::vector<double>(values.size()), values, Look::Line, 0};
    std::iota(all.x.begin(), all.x.end(), 0.0);
    std::vector<PlotSeries> series{std::move(all)};
    if (step() >= NormStep::Gained && m_shown->model->norm_gain.size() > 0) {
        std::vector<std::int64_t> units = outliers(m_shown->model->norm_gain.values()).units;
        std::ranges::sort(units);
        PlotSeries far{tr("gain far from the others"), {}, {}, Look::Dots, 1};
        for (const std::int64_t unit : units) {
            far.x.push_back(double(unit));
            far.y.push_back(values[std::size_t(unit)]);
        }
        if (!units.empty()) series.push_back(std::move(far));
    }
    m_plot->setSeries(std::move(series));
}

void NormStepsPanel::showCursor() {
    if (state().row() != m_row) return invalidate();
    m_plot->setMarker(int(state().unit(StageWidth::Model)));
}

void NormStepsPanel::retranslate() {
    setAccessibleName(tr("The norm, step by step"));
    setWindowTitle(tr("Step by step"));
    const QString words[] = {"x", "x − μ", "× rstd", tr("× gain"), tr("+ bias")};
    const QString names[] = {tr("What enters"), tr("Centred"), tr("Scaled"), tr("Times gain"),
                             tr("Plus bias")};
    for (int i = 0; i < int(kNormSteps); ++i) {
        m_buttons->button(i)->setText(words[i]);
        m_buttons->button(i)->setToolTip(names[i]);
        m_buttons->button(i)->setAccessibleName(names[i]);
    }
    m_plot->setAccessibleName(tr("The token's row after the step"));
    m_plot->setTitles(tr("unit"), tr("value"));
    m_plot->setReadout([this](int unit) {
        return tr("unit %1: %2").arg(unit).arg(numberLabel(row().values[std::size_t(unit)], 7));
    });
    display();
}

} // namespace ffn::ui

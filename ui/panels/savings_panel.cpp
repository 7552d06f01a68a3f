#include "ui/panels/savings_panel.h"

#include "ui/panels/number_label.h"
#include "ui/panels/plot.h"
#include "ui/strip/stage_names.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace ffn::ui {

namespace {

constexpr std::size_t kSteps = 129; // of the slider; one sweep computes them all

// "46.1 M": three digits and a power of 1000.
QString shortCount(double count) {
    constexpr const char* kPowers[] = {"", " k", " M", " G", " T", " P"};
    std::size_t power = 0;
    for (; count >= 999.5 && power + 1 < std::size(kPowers); ++power)
        count /= 1000;
    return QString(numberLabel(count, 3) + kPowers[power]).replace(' ', QChar::Nbsp);
}

std::size_t nearest(const std::vector<double>& values, double at) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < values.size(); ++i)
        if (std::abs(values[i] - at) < std::abs(values[best] - at)) best = i;
    return best;
}

} // namespace

SavingsPanel::SavingsPanel(ViewState* state, QWidget* parent) : Panel(state, parent), m_pointRunner(this) {
    build();
    connect(m_rule, &QComboBox::currentIndexChanged, this, [this] {
        m_touched = false;
        invalidate();
    });
    connect(m_slider, &QSlider::valueChanged, this, [this](int step) {
        if (std::size_t(step) >= m_curve.scale.size()) return;
        m_touched = true;
        setAt(m_curve.scale[std::size_t(step)]);
    });
    connect(m_value, &QDoubleSpinBox::valueChanged, this, [this](double at) {
        m_touched = true;
        setAt(at);
    });
    connect(m_plot, &Plot::chosen, this, [this](int i) {
        m_touched = true;
        setAt(m_curve.points[std::size_t(i)].at);
    });
    connect(&m_pointRunner, &JobRunner::failed, this, &SavingsPanel::setProblem);
    connect(&m_pointRunner, &JobRunner::busyChanged, this, [this](bool busy) {
        if (!busy) emit settled();
    });
    retranslate();
}

void SavingsPanel::build() {
    m_headline = addHeadline();
    m_headline->setObjectName("savingsHeadline");
    m_rule = new QComboBox;
    m_rule->setObjectName("savingsRule");
    m_rule->addItems({QString(), QString()});
    m_value = new QDoubleSpinBox;
    m_value->setObjectName("savingsValue");
    m_value->setKeyboardTracking(false);
    m_value->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    auto* line = new QHBoxLayout;
    line->addWidget(m_rule, 1);
    line->addWidget(m_value);
    m_slider = new QSlider(Qt::Horizontal);
    m_slider->setObjectName("savingsSlider");
    column()->addLayout(line);
    column()->addWidget(m_slider);
    m_facts = addNote();
    m_facts->setObjectName("savingsFacts");
    m_plot = new Plot;
    m_plot->setObjectName("savingsCurve");
    column()->addWidget(m_plot, 1);
}

bool SavingsPanel::isSettled() const {
    return Panel::isSettled() && !(isVisible() && m_pointRunner.busy());
}

KeepRule SavingsPanel::rule() const {
    return m_rule->currentIndex() == 1 ? KeepRule::Largest : KeepRule::AboveThreshold;
}

void SavingsPanel::refresh() {
    const Snapshot& s = *snapshot();
    const bool kept = s.has(Stage::Hidden) && s.has(Stage::Projection) && s.has(Stage::ResidualSum);
    if (!s.model || !kept) {
        setProblem(tr("What zeros would save needs the weights and the stages %1, %2 and %3.")
                       .arg(stageTitle(Stage::Hidden), stageTitle(Stage::Projection),
                            stageTitle(Stage::ResidualSum)));
        return;
    }
    if (!m_shown) m_facts->setText(tr("Computing…"));
    // Until its own curve is there, another rule's slider has no meaning.
    for (QWidget* part : {static_cast<QWidget*>(m_slider), static_cast<QWidget*>(m_value)})
        part->setEnabled(m_shown && m_curve.rule == rule());
    compute<Curve>(
        [s = snapshot(), rule = rule()](const Progress& progress) {
            ThreadPool pool;
            Curve curve;
            curve.rule = rule;
            curve.scale = savings_points(*s, rule, kSteps);
            if (rule == KeepRule::Largest) std::ranges::reverse(curve.scale);
            curve.points = savings_curve(*s, rule, curve.scale, &pool, progress);
            return curve;
        },
        [this, s = snapshot()](Curve curve) { showCurve(s, std::move(curve)); });
}

void SavingsPanel::showCurve(const SnapshotPtr& shown, Curve curve) {
    m_shown = shown;
    m_curve = std::move(curve);
    if (!m_touched) m_at = m_curve.scale.front();
    {
        const QSignalBlocker quietSlider(m_slider), quietValue(m_value);
        const bool largest = rule() == KeepRule::Largest;
        const double top = std::max(m_curve.scale.front(), m_curve.scale.back());
        m_slider->setRange(0, int(m_curve.scale.size()) - 1);
        m_slider->setPageStep(std::max(1, int(m_curve.scale.size()) / 16));
        m_value->setDecimals(largest || top <= 0 ? 0
                                                 : std::clamp(4 - int(std::floor(std::log10(top))), 3, 12));
        m_value->setRange(largest ? 1 : 0, largest ? double(m_shown->config.d_ff) : 1e9);
    }
    m_slider->setEnabled(true);
    m_value->setEnabled(true);
    setAt(m_at);
}

// What the slider stands on is known already; a number between its steps is computed.
void SavingsPanel::setAt(double at) {
    m_at = at;
    const QSignalBlocker quietSlider(m_slider), quietValue(m_value);
    m_value->setValue(at);
    m_slider->setValue(int(nearest(m_curve.scale, at)));
    const auto known = std::ranges::find(m_curve.points, at, &SavingsPoint::at);
    if (known != m_curve.points.end())
        showPoint(*known);
    else
        computePoint();
}

void SavingsPanel::computePoint() {
    m_pointRunner.start<SavingsPoint>(
        [s = m_shown, rule = m_curve.rule, at = m_at](const Progress& progress) {
            progress.check(); // a slider has moved on before many a job began
            ThreadPool pool;
            const std::array points{at};
            return savings_curve(*s, rule, points, &pool, progress).front();
        },
        [this](const SavingsPoint& point) {
            if (point.at == m_at) showPoint(point);
        });
}

void SavingsPanel::showPoint(const SavingsPoint& point) {
    m_point = point;
    writePoint();
    fillPlot();
}

void SavingsPanel::writePoint() {
    if (!m_shown) return;
    const FeedForwardConfig& c = m_shown->config;
    const double second = double(m_shown->tokens->tokens()) * double(c.d_ff) * double(c.d_model);
    const double now = 1 - m_shown->summary(Stage::Hidden).zero_fraction();
    m_headline->setText(joinedFacts({tr("Zeros save %1 of the second product now").arg(percentLabel(1 - now)),
                                     tr("%n tokens seen", nullptr, int(m_shown->tokens->tokens()))}));
    const SavingsPoint& p = m_point;
    const DropError& o = p.output;
    const QString lines[] = {tr("Saved: %1 of the second product's %2 multiplications, %3 of all %4.")
                                 .arg(percentLabel(p.second_product), shortCount(second),
                                      percentLabel(p.whole_block), shortCount(second * (c.gated ? 3 : 2))),
                             tr("Error in the output: cosine %1 on average, %2 at worst; relative length %3.")
                                 .arg(decimalLabel(o.mean_cosine, 4), decimalLabel(o.worst_cosine, 4),
                                      percentLabel(o.relative_l2)),
                             tr("%1 of the units are kept for no token.").arg(percentLabel(p.silent_units))};
    m_facts->setText(unbroken(QStringList(std::begin(lines), std::end(lines)).join('\n')));
    m_facts->setToolTip(
        tr("Error in the projection: cosine %1; relative length %2.")
            .arg(decimalLabel(p.projection.mean_cosine, 4), percentLabel(p.projection.relative_l2)));
}

void SavingsPanel::fillPlot() {
    using Look = PlotSeries::Look;
    PlotSeries length{tr("relative length of the error, %"), {}, {}, Look::Line, 0};
    PlotSeries angle{tr("1 − cosine, %"), {}, {}, Look::Line, 1};
    for (const SavingsPoint& p : m_curve.points) {
        for (PlotSeries* series : {&length, &angle})
            series->x.push_back(100 * p.second_product);
        length.y.push_back(100 * p.output.relative_l2);
        angle.y.push_back(100 * (1 - p.output.mean_cosine));
    }
    PlotSeries here{{}, {100 * m_point.second_product}, {100 * m_point.output.relative_l2}, Look::Dots, 2};
    m_plot->setSeries({std::move(length), std::move(angle), std::move(here)});
    std::vector<double> saved;
    for (const SavingsPoint& p : m_curve.points)
        saved.push_back(p.second_product);
    m_plot->setMarker(int(nearest(saved, m_point.second_product)));
}

void SavingsPanel::retranslate() {
    setAccessibleName(tr("What sparsity would save"));
    setWindowTitle(tr("What it would save"));
    m_rule->setItemText(0, tr("Drop hidden values with |value| ≤"));
    m_rule->setItemText(1, tr("Keep of each token the largest"));
    m_rule->setAccessibleName(tr("Which hidden values are dropped"));
    m_slider->setAccessibleName(tr("How much is dropped"));
    m_slider->setToolTip(tr("Further right more is dropped"));
    m_value->setAccessibleName(tr("Threshold, or how many values are kept"));
    m_plot->setAccessibleName(tr("Error in the output against multiplications saved"));
    m_plot->setTitles(tr("saved of the second product, %"), tr("error, %"));
    m_plot->setReadout([this](int i) {
        const SavingsPoint& p = m_curve.points[std::size_t(i)];
        return tr("%1 saved at %2: cosine %3, relative length of the error %4")
            .arg(percentLabel(p.second_product), numberLabel(p.at), decimalLabel(p.output.mean_cosine, 4),
                 percentLabel(p.output.relative_l2));
    });
    if (!m_shown) return;
    writePoint();
    fillPlot();
}

} // namespace ffn::ui

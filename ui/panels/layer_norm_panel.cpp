#include "ui/panels/layer_norm_panel.h"

#include "engine/model/norm_math.h"
#include "ui/panels/number_label.h"
#include "ui/panels/number_table.h"
#include "ui/panels/plot.h"
#include "ui/panels/statistics.h"
#include "ui/panels/token_text.h"
#include "ui/strip/stage_names.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ffn::ui {

LayerNormPanel::LayerNormPanel(ViewState* state, QWidget* parent) : Panel(state, parent) {
    m_headline = addHeadline();
    m_headline->setObjectName("normHeadline");
    m_checks = addNote();
    m_checks->setObjectName("normChecks");
    m_table = new NumberTable;
    m_table->setObjectName("normTable");
    column()->addWidget(m_table, 2);
    m_weights = addNote();
    m_weights->setObjectName("normWeights");
    m_gain = new Plot;
    m_gain->setObjectName("normGain");
    m_bias = new Plot;
    m_bias->setObjectName("normBias");
    for (Plot* plot : {m_gain, m_bias}) {
        column()->addWidget(plot, 1);
        connect(plot, &Plot::chosen, this, [this](int unit) {
            choose(Stage::Normalized, std::max<qint64>(0, this->state().row()), unit);
        });
    }
    connect(m_table, &NumberTable::chosen, this, [this](qint64 row) {
        choose(Stage::Normalized, row, std::max<qint64>(0, this->state().unit(StageWidth::Model)));
    });
    retranslate();
}

void LayerNormPanel::refresh() {
    if (snapshot()->config.norm == Norm::None) {
        setProblem(tr("This block has no norm."));
        return;
    }
    using Checks = std::optional<std::vector<std::vector<NormCheck>>>;
    compute<Checks>([s = snapshot()](const Progress&) { return norm_checks(*s); },
                    [this, s = snapshot()](Checks checks) {
                        m_shown = s;
                        m_rows = realRows(*s->tokens);
                        m_norms.clear();
                        for (const auto& row : checks.value_or(Checks::value_type()))
                            m_norms.insert(m_norms.end(), row.begin(), row.end());
                        display();
                    });
}

void LayerNormPanel::display() {
    if (!m_shown) return;
    writeHeadline();
    writeChecks();
    fillTable();
    const FeedForward* model = m_shown->model.get();
    fillPlot(*m_gain, model ? &model->norm_gain : nullptr, tr("gain"));
    fillPlot(*m_bias, model ? &model->norm_bias : nullptr, tr("bias"));
    if (!model)
        m_weights->setText(tr("The weights are not here, so gain and bias are not known."));
    else if (m_gain->points() == 0)
        m_weights->setText(tr("This norm has no gain."));
    else
        m_weights->setText(
            tr("%n gains lie far from the others (over 8 times the median distance from the median)", nullptr,
               int(outliers(model->norm_gain.values()).units.size())));
}

void LayerNormPanel::writeHeadline() {
    const FeedForwardConfig& c = m_shown->config;
    const QString place = c.placement == NormPlacement::Pre ? tr("before the block") : tr("after the sum");
    m_headline->setText(QString("%1 · %2 · ε = %3").arg(normTitle(c.norm), place, numberLabel(c.eps)));
}

void LayerNormPanel::writeChecks() {
    if (m_norms.empty()) {
        m_checks->setText(tr("The normalised rows were not kept, so the norm cannot be checked."));
        return;
    }
    const double d = double(m_shown->config.d_model);
    double mean = 0, error = 0;
    bool finite = true;
    for (const NormCheck& norm : m_norms) {
        finite = finite && std::isfinite(norm.sum) && std::isfinite(norm.length);
        mean = std::fmax(mean, std::abs(norm.sum) / d);
        error = std::fmax(error, std::abs(norm.length - norm.expected_length));
    }
    // 1e-4 leaves room for float32 rounding of d_model values of about 1; a wrong norm is off by far more.
    const auto mark = [finite](bool fine) { return finite && fine ? QString("✓ ") : QString("✗ "); };
    QStringList lines;
    if (norm_centres(m_shown->config.norm))
        lines += mark(mean < 1e-4) +
                 tr("Mean of every normalised row is 0: at most %1 off.").arg(numberLabel(mean, 2));
    const QString length =
        m_shown->config.norm == Norm::StdNorm
            ? tr("Length of every normalised row is √(d_model − 1) = %1, less what ε takes: at most %2 off.")
            : tr("Length of every normalised row is √d_model = %1, less what ε takes: at most %2 off.");
    lines += mark(error < 1e-4 * std::sqrt(d)) +
             length.arg(numberLabel(std::sqrt(norm_divisor(m_shown->config.norm, d))), numberLabel(error, 2));
    if (!finite) lines += tr("Some rows hold NaN or infinities.");
    m_checks->setText(lines.join('\n'));
}

std::vector<double> LayerNormPanel::statistic(Stage stage) const {
    std::vector<double> values;
    for (const qint64 row : m_rows)
        values.push_back(m_shown->has(stage) ? double(m_shown->stage(stage).at(row, 0)) : NAN);
    return values;
}

void LayerNormPanel::fillTable() {
    using Form = NumberColumn::Form;
    using Bar = NumberColumn::Bar;
    const auto column = [](const QString& title, const QString& tip, std::vector<double> numbers, Bar bar) {
        const double full = largestMagnitude(numbers);
        return NumberColumn{title, tip, Form::Number, {}, std::move(numbers), bar, full, 3};
    };
    std::vector<double> lengths(m_rows.size(), NAN);
    for (std::size_t i = 0; i < m_norms.size(); ++i)
        lengths[i] = m_norms[i].length;
    const Norm norm = m_shown->config.norm;
    const QString squares = norm == Norm::RmsNorm ? "mean(x²)" : "σ²";
    const QString rstd = norm == Norm::StdNorm ? "1/(σ + ε)" : "1/√(" + squares + " + ε)";
    std::vector<NumberColumn> columns{{tr("token"), {}, Form::Text, tokenLabels(*m_shown->tokens), {}}};
    if (norm_centres(norm))
        columns.push_back(column(tr("mean"), "μ", statistic(Stage::NormMean), Bar::Signed));
    columns.push_back(column(norm == Norm::RmsNorm ? stageTitle(Stage::NormVariance, norm) : tr("variance"),
                             squares, statistic(Stage::NormVariance), Bar::FromZero));
    columns.push_back(column("rstd", rstd, statistic(Stage::NormRstd), Bar::FromZero));
    columns.push_back(
        column(tr("length"), tr("Length of the normalised row"), std::move(lengths), Bar::FromZero));
    m_table->setTable(m_rows, std::move(columns));
}

void LayerNormPanel::fillPlot(Plot& plot, const Tensor* values, const QString& title) {
    const bool any = values && values->size() > 0;
    plot.setVisible(any);
    if (!any) return plot.setSeries({});
    std::vector<double> x(std::size_t(values->size())), y(values->values().begin(), values->values().end());
    std::iota(x.begin(), x.end(), 0.0);
    PlotSeries far{tr("outliers"), {}, {}, PlotSeries::Look::Dots, 1};
    std::vector<std::int64_t> units = outliers(values->values()).units;
    std::sort(units.begin(), units.end());
    for (const std::int64_t unit : units) {
        far.x.push_back(double(unit));
        far.y.push_back(y[std::size_t(unit)]);
    }
    std::vector<PlotSeries> series{{title, std::move(x), std::move(y), PlotSeries::Look::Line, 0}};
    if (!far.x.empty()) series.push_back(std::move(far));
    plot.setSeries(std::move(series));
}

void LayerNormPanel::showCursor() {
    const auto row = std::find(m_rows.begin(), m_rows.end(), state().row());
    m_table->setCurrentKey(row == m_rows.end() ? -1 : *row);
    for (Plot* plot : {m_gain, m_bias})
        plot->setMarker(int(state().unit(StageWidth::Model)));
}

QString LayerNormPanel::readout(const Plot& plot, int unit) const {
    const PlotSeries& series = plot.series()[0];
    return tr("unit %1: %2 %3").arg(unit).arg(series.name, numberLabel(series.y[std::size_t(unit)], 7));
}

void LayerNormPanel::retranslate() {
    setAccessibleName(tr("LayerNorm"));
    setWindowTitle(tr("Tokens and weights"));
    m_table->setAccessibleName(tr("Statistics of each token"));
    m_gain->setAccessibleName(tr("Gain of each unit"));
    m_bias->setAccessibleName(tr("Bias of each unit"));
    m_gain->setTitles({}, tr("gain"));
    m_bias->setTitles(tr("unit"), tr("bias"));
    for (Plot* plot : {m_gain, m_bias})
        plot->setReadout([this, plot](int unit) { return readout(*plot, unit); });
    display();
}

} // namespace ffn::ui

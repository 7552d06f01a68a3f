#include "ui/panels/outliers_panel.h"

#include "engine/analysis/token_rows.h"
#include "ui/panels/number_label.h"
#include "ui/panels/number_table.h"
#include "ui/panels/plot.h"
#include "ui/panels/token_text.h"
#include "ui/strip/stage_names.h"

#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ffn::ui {

OutliersPanel::OutliersPanel(ViewState* state, QWidget* parent) : Panel(state, parent) {
    m_headline = addHeadline();
    m_headline->setObjectName("outliersHeadline");
    m_stages = new QComboBox;
    m_stages->setObjectName("outliersStage");
    m_plot = new Plot;
    m_plot->setObjectName("outliersPlot");
    m_table = new NumberTable;
    m_table->setObjectName("outliersTable");
    column()->addWidget(m_stages);
    column()->addWidget(m_plot, 1);
    column()->addWidget(m_table, 1);
    connect(m_stages, &QComboBox::currentIndexChanged, this, [this] { invalidate(); });
    connect(m_plot, &Plot::chosen, this,
            [this](int dim) { choose(m_stage, std::max<qint64>(0, this->state().row()), dim); });
    connect(m_table, &NumberTable::chosen, this, [this](qint64 dim) {
        for (const OutlierDimension& each : m_found.outliers.dims)
            if (each.dim == dim) choose(m_stage, each.peak_row, dim);
    });
    retranslate();
}

void OutliersPanel::fillStages() {
    const QSignalBlocker quiet(m_stages);
    const QVariant chosen = m_stages->currentData();
    m_stages->clear();
    for (const Stage stage : {Stage::Input, Stage::ResidualSum, Stage::Output})
        if (snapshot()->has(stage)) m_stages->addItem(stageTitle(stage), int(stage));
    m_stages->setCurrentIndex(std::max(0, m_stages->findData(chosen)));
}

void OutliersPanel::refresh() {
    fillStages();
    if (m_stages->count() == 0) {
        setProblem(tr("No stage of the residual stream was kept."));
        return;
    }
    const auto stage = Stage(m_stages->currentData().toInt());
    compute<Found>([s = snapshot(), stage](const Progress& progress) { return find(*s, stage, progress); },
                   [this, s = snapshot(), stage](Found found) {
                       m_shown = s;
                       m_stage = stage;
                       m_found = std::move(found);
                       display();
                   });
}

OutliersPanel::Found OutliersPanel::find(const Snapshot& snapshot, Stage stage, const Progress& progress) {
    const Tensor& values = snapshot.stage(stage);
    std::vector<double> squares(std::size_t(values.dim()));
    std::vector<qint64> counts(squares.size());
    for (const TokenRow& at : token_rows(*snapshot.tokens, values.shape().len)) {
        progress.check();
        const auto row = values.row(at.row);
        for (std::size_t d = 0; d < squares.size(); ++d)
            if (std::isfinite(row[d])) squares[d] += double(row[d]) * double(row[d]), ++counts[d];
    }
    for (std::size_t d = 0; d < squares.size(); ++d)
        squares[d] = counts[d] > 0 ? std::sqrt(squares[d] / double(counts[d])) : NAN;
    return {outlier_dimensions(snapshot, stage), std::move(squares)};
}

void OutliersPanel::display() {
    if (!m_shown) return;
    const OutlierRules rules;
    m_headline->setText(
        joinedFacts({tr("%n dimension(s) stand out", nullptr, int(m_found.outliers.dims.size())),
                     tr("root mean square over %1 times the median %2")
                         .arg(numberLabel(rules.rms_ratio), statisticLabel(m_found.outliers.median_rms, 3)),
                     tr("%n tokens seen", nullptr, int(m_shown->tokens->tokens()))}));
    m_headline->setToolTip(tr("Or with a massive activation: |value| over %1 and over %2 times the median "
                              "|value|, which is %3.")
                               .arg(numberLabel(rules.massive), numberLabel(rules.massive_ratio),
                                    statisticLabel(m_found.outliers.median_magnitude, 3)));
    fillPlot();
    fillTable();
    m_table->setVisible(!m_found.outliers.dims.empty());
}

void OutliersPanel::fillPlot() {
    using Look = PlotSeries::Look;
    PlotSeries all{tr("root mean square"), std::vector<double>(m_found.rms.size()), m_found.rms, Look::Line,
                   0};
    std::iota(all.x.begin(), all.x.end(), 0.0);
    PlotSeries far{tr("stands out"), {}, {}, Look::Dots, 1};
    std::vector<qint64> dims;
    for (const OutlierDimension& each : m_found.outliers.dims)
        dims.push_back(each.dim);
    std::ranges::sort(dims);
    for (const qint64 dim : dims) {
        far.x.push_back(double(dim));
        far.y.push_back(m_found.rms[std::size_t(dim)]);
    }
    std::vector<PlotSeries> series{std::move(all)};
    if (!far.x.empty()) series.push_back(std::move(far));
    m_plot->setSeries(std::move(series));
}

void OutliersPanel::fillTable() {
    using Form = NumberColumn::Form;
    using Bar = NumberColumn::Bar;
    std::vector<qint64> keys;
    std::vector<double> dims, rms, ratios, peaks, massive;
    QStringList tokens;
    double largest = 0;
    for (const OutlierDimension& each : m_found.outliers.dims) {
        keys.push_back(each.dim);
        dims.push_back(double(each.dim));
        rms.push_back(each.rms);
        ratios.push_back(each.ratio);
        peaks.push_back(double(each.peak));
        massive.push_back(double(each.massive));
        tokens += tokenLabel(*m_shown->tokens, each.peak_row);
        largest = std::max(largest, each.rms);
    }
    m_table->setTable(
        std::move(keys),
        {{tr("unit"), {}, Form::Count, {}, std::move(dims)},
         {"rms",
          tr("Root mean square over the tokens"),
          Form::Number,
          {},
          std::move(rms),
          Bar::FromZero,
          largest,
          3},
         {tr("× median"),
          tr("Times the median of all dimensions"),
          Form::Number,
          {},
          std::move(ratios),
          Bar::None,
          1,
          3},
         {tr("peak"), tr("The value of largest magnitude"), Form::Number, {}, std::move(peaks)},
         {tr("on token"), tr("The token of the peak"), Form::Text, std::move(tokens), {}},
         {tr("massive"), tr("Cells that are massive activations"), Form::Count, {}, std::move(massive)}});
}

void OutliersPanel::showCursor() {
    const qint64 dim = state().unit(StageWidth::Model);
    m_table->setCurrentKey(dim);
    m_plot->setMarker(int(dim));
}

void OutliersPanel::retranslate() {
    setAccessibleName(tr("Outlier dimensions"));
    setWindowTitle(tr("Outliers"));
    if (snapshot()) fillStages();
    m_stages->setAccessibleName(tr("Stage whose dimensions are looked at"));
    m_plot->setAccessibleName(tr("Root mean square of each dimension"));
    m_plot->setTitles(tr("unit"), tr("root mean square"));
    m_plot->setReadout([this](int dim) {
        return tr("unit %1: root mean square %2")
            .arg(dim)
            .arg(statisticLabel(m_found.rms[std::size_t(dim)], 6));
    });
    m_table->setAccessibleName(tr("Dimensions that stand out"));
    display();
}

} // namespace ffn::ui

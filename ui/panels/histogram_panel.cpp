#include "ui/panels/histogram_panel.h"

#include "ui/panels/number_label.h"
#include "ui/panels/plot.h"
#include "ui/strip/stage_names.h"

#include <QCheckBox>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace ffn::ui {

namespace {
constexpr int kBins = 60;
}

HistogramPanel::HistogramPanel(ViewState* state, QWidget* parent) : Panel(state, parent) {
    m_headline = addHeadline();
    m_headline->setObjectName("histogramHeadline");
    m_numbers = addNote();
    m_numbers->setObjectName("histogramNumbers");
    m_notFinite = addNote();
    m_notFinite->setObjectName("histogramNotFinite");
    m_plot = new Plot;
    m_plot->setObjectName("histogramPlot");
    column()->addWidget(m_plot, 1);
    m_logarithmic = new QCheckBox;
    column()->addWidget(m_logarithmic);
    connect(m_logarithmic, &QCheckBox::toggled, this, [this](bool on) {
        m_plot->setLogarithmicY(on);
        fillPlot();
    });
    connect(state, &ViewState::stageChanged, this, [this] { invalidate(); });
    connect(m_plot, &Plot::chosen, this, [this](int i) {
        // An empty bin has no cell to go to: the next one in the direction of the move has.
        const int step = i < m_plot->marker() ? -1 : 1;
        while (i >= 0 && i < int(m_histogram.bins.size()) && m_histogram.bins[std::size_t(i)].count == 0)
            i += step;
        if (i < 0 || i >= int(m_histogram.bins.size())) return;
        const HistogramBin& bin = m_histogram.bins[std::size_t(i)];
        choose(m_stage, bin.row, bin.unit);
    });
    retranslate();
}

void HistogramPanel::refresh() {
    const Stage stage = state().stage();
    if (!snapshot()->has(stage)) {
        setProblem(tr("The stage %1 was not kept.").arg(stageTitle(stage)));
        return;
    }
    compute<StageHistogram>(
        [s = snapshot(), stage](const Progress& progress) {
            return stageHistogram(*s, stage, kBins, progress);
        },
        [this, s = snapshot(), stage](StageHistogram histogram) {
            m_shown = s;
            m_stage = stage;
            m_histogram = std::move(histogram);
            display();
        });
}

void HistogramPanel::display() {
    if (!m_shown) return;
    writeNumbers();
    fillPlot();
}

void HistogramPanel::writeNumbers() {
    const StageSummary& s = m_shown->summary(m_stage);
    m_headline->setText(joinedFacts({m_subject.isEmpty() ? stageTitle(m_stage) : m_subject,
                                     tr("%1 values").arg(countLabel(s.values)),
                                     tr("%1 exactly 0").arg(percentLabel(s.zero_fraction()))}));
    const bool any = s.finite > 0;
    const auto number = [any](double v) { return statisticLabel(any ? v : NAN); };
    m_numbers->setText(
        joinedFacts({tr("min %1").arg(number(double(s.min))), tr("max %1").arg(number(double(s.max))),
                     tr("mean %1").arg(number(s.mean)), QString("σ %1").arg(number(s.std())),
                     tr("length %1").arg(number(s.l2()))}));
    m_notFinite->setText(
        tr("NaN %1 · +∞ %2 · −∞ %3").arg(countLabel(s.nan), countLabel(s.pos_inf), countLabel(s.neg_inf)));
    QFont font;
    font.setBold(s.nan + s.pos_inf + s.neg_inf > 0);
    m_notFinite->setFont(font);
}

QString HistogramPanel::zeroLabel(double tallest) const {
    if (m_histogram.zeros == 0) return {};
    const bool cut = !m_logarithmic->isChecked() && double(m_histogram.zeros) > tallest;
    const QString count = countLabel(m_histogram.zeros);
    return cut ? tr("exactly 0: %1, bar cut off").arg(count) : tr("exactly 0: %1").arg(count);
}

void HistogramPanel::fillPlot() {
    std::vector<double> x, y;
    for (const HistogramBin& bin : m_histogram.bins) {
        x.push_back((bin.low + bin.high) / 2);
        y.push_back(double(bin.count));
    }
    const bool onlyZeros = x.empty();
    if (onlyZeros) x = {-1, 0, 1}, y = {0, 0, 0};
    // The zeros may be a hundred times all others: the axis is made for the others.
    const double tallest =
        onlyZeros ? double(m_histogram.zeros) : *std::max_element(y.begin(), y.end()) * 1.1;
    m_plot->setYRange({{0, std::max(1.0, tallest)}});
    std::vector<PlotSeries> series{{tr("not 0"), std::move(x), std::move(y), PlotSeries::Look::Bars, 0}};
    if (m_histogram.zeros > 0)
        series.push_back({zeroLabel(tallest), {0}, {double(m_histogram.zeros)}, PlotSeries::Look::Bars, 1});
    m_plot->setSeries(std::move(series));
    showCursor();
}

void HistogramPanel::showCursor() {
    const qint64 row = state().row(), unit = state().unit(info(m_stage).width);
    const bool inside = m_shown && m_shown->has(m_stage) && row >= 0 && unit >= 0 &&
                        row < m_shown->shape(m_stage).rows() && unit < m_shown->shape(m_stage).dim;
    m_plot->setMarker(inside ? m_histogram.binOf(double(m_shown->stage(m_stage).at(row, unit))) : -1);
}

void HistogramPanel::retranslate() {
    setAccessibleName(tr("Histogram"));
    m_plot->setAccessibleName(tr("Histogram of the chosen stage"));
    m_plot->setTitles(tr("value"), tr("cells"));
    m_logarithmic->setText(tr("&Logarithmic counts"));
    m_plot->setReadout([this](int i) {
        if (i >= int(m_histogram.bins.size())) return QString();
        const HistogramBin& bin = m_histogram.bins[std::size_t(i)];
        const int form = int(std::min<qint64>(bin.count, std::numeric_limits<int>::max()));
        return tr("%1 … %2: %3 cells", nullptr, form)
            .arg(numberLabel(bin.low), numberLabel(bin.high), countLabel(bin.count));
    });
    display();
}

} // namespace ffn::ui

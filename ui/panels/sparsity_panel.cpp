#include "ui/panels/sparsity_panel.h"

#include "engine/analysis/formula_text.h"
#include "ui/activity.h"
#include "ui/panels/number_label.h"
#include "ui/panels/plot.h"
#include "ui/panels/threshold_line.h"
#include "ui/panels/token_plot.h"
#include "ui/panels/token_text.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>
#include <numeric>

namespace ffn::ui {

SparsityPanel::SparsityPanel(ViewState* state, QWidget* parent) : Panel(state, parent) {
    m_headline = addHeadline();
    m_headline->setObjectName("sparsityHeadline");
    m_meaning = addNote();
    m_meaning->setObjectName("sparsityMeaning");
    m_levels = addNote();
    m_levels->setObjectName("sparsityLevels");
    m_threshold = new ThresholdLine(state);
    m_threshold->setSpinName("sparsityThreshold");
    column()->addWidget(m_threshold);
    for (Plot** plot : {&m_byToken, &m_byUnit, &m_union}) {
        *plot = new Plot;
        (*plot)->setYRange({{0, 105}});
        column()->addWidget(*plot, 1);
    }
    m_byToken->setObjectName("sparsityByToken");
    m_byUnit->setObjectName("sparsityByUnit");
    m_union->setObjectName("sparsityUnion");
    connect(state, &ViewState::thresholdChanged, this, [this] { invalidate(); });
    const auto toToken = [this](int i) {
        choose(Stage::Hidden, m_rows[std::size_t(i)],
               std::max<qint64>(0, this->state().unit(StageWidth::Hidden)));
    };
    connect(m_byToken, &Plot::chosen, this, toToken);
    connect(m_union, &Plot::chosen, this, toToken);
    connect(m_byUnit, &Plot::chosen, this, [this](int i) {
        choose(Stage::Hidden, std::max<qint64>(0, this->state().row()), m_unitOrder[std::size_t(i)]);
    });
    retranslate();
}

void SparsityPanel::refresh() {
    if (!snapshot()->has(Stage::Hidden)) {
        setProblem(tr("The hidden stage was not kept, so there is nothing to count."));
        return;
    }
    compute<Counted>([s = snapshot(), t = activityThreshold(state(), *snapshot())](
                         const Progress& progress) { return count(*s, t, progress); },
                     [this, s = snapshot()](Counted counted) { display(s, std::move(counted)); });
}

SparsityPanel::Counted SparsityPanel::count(const Snapshot& snapshot, float threshold,
                                            const Progress& progress) {
    Counted counted{sparsity(snapshot, threshold, nullptr, progress), tokenLabels(*snapshot.tokens), {}};
    const std::vector<double>& active = counted.result.active_fraction_per_unit;
    counted.unitOrder.resize(active.size());
    std::iota(counted.unitOrder.begin(), counted.unitOrder.end(), 0);
    std::ranges::stable_sort(counted.unitOrder, std::ranges::greater{},
                             [&](qint64 unit) { return active[std::size_t(unit)]; });
    return counted;
}

void SparsityPanel::display(const SnapshotPtr& shown, Counted counted) {
    m_shown = shown;
    m_result = std::move(counted.result);
    m_labels = std::move(counted.labels);
    m_unitOrder = std::move(counted.unitOrder);
    m_rows = realRows(*shown->tokens);
    m_threshold->display(*shown);
    writeHeadline();
    fillPlots();
}

void SparsityPanel::writeHeadline() {
    if (!m_shown) return;
    const bool exact = has_exact_zeros(m_shown->config.activation);
    const QString limit = numberLabel(double(m_result.threshold));
    const QString share = percentLabel(m_result.zero_fraction);
    QStringList parts{exact ? tr("%1 zero").arg(share) : tr("%1 with |value| ≤ %2").arg(share, limit)};
    parts += tr("%n tokens seen", nullptr, int(m_result.tokens_seen));
    parts += tr("%n units never active", nullptr, int(m_result.units_never_active));
    parts += tr("%n always", "units always active", int(m_result.units_always_active));
    m_headline->setText(joinedFacts(parts));
    const std::int64_t nan = m_shown->summary(Stage::Hidden).nan;
    QString meaning = exact
                          ? tr("A hidden unit is active on a token when its value is not exactly 0.")
                          : tr("%1 gives almost no exact zeros: here a hidden unit is active on a token when "
                               "|value| > %2.")
                                .arg(QString::fromUtf8(formula_name(m_shown->config.activation)), limit);
    if (nan > 0)
        meaning += ' ' + tr("%n NaN values count as active.", nullptr,
                            int(std::min<std::int64_t>(nan, std::numeric_limits<int>::max())));
    m_meaning->setText(meaning);
    writeLevels();
}

// The three sparsities differ widely; none says anything without the number of tokens beside it.
void SparsityPanel::writeLevels() {
    double least = 1, most = 0;
    for (const auto& row : m_result.zero_fraction_per_token)
        for (const double zeros : row) {
            least = std::min(least, 1 - zeros);
            most = std::max(most, 1 - zeros);
        }
    double together = 0;
    int sequences = 0;
    for (const SequenceSparsity& sequence : m_result.sequences)
        if (sequence.tokens > 0) together += sequence.union_fraction, ++sequences;
    const int tokens = int(m_result.tokens_seen);
    if (tokens == 0) return m_levels->clear();
    const QStringList lines{
        tr("Per token: %1 of the units active on average, %2 to %3.", "active fractions")
            .arg(percentLabel(1 - m_result.zero_fraction), percentLabel(least), percentLabel(most)),
        tr("Per sequence: %1 active at least once, mean of %n sequence(s).", nullptr, sequences)
            .arg(percentLabel(together / sequences)),
        tr("Per corpus (this batch): %1 active at least once in %n token(s) seen.", nullptr, tokens)
            .arg(percentLabel(m_result.union_by_tokens.back()))};
    m_levels->setText(unbroken(lines.join('\n')));
}

void SparsityPanel::fillPlots() {
    std::vector<double> zeros, active, together, ranks(m_unitOrder.size());
    for (const auto& row : m_result.zero_fraction_per_token)
        for (const double fraction : row)
            zeros.push_back(100 * fraction);
    for (const qint64 unit : m_unitOrder)
        active.push_back(100 * m_result.active_fraction_per_unit[std::size_t(unit)]);
    for (const double share : m_result.union_by_tokens)
        together.push_back(100 * share);
    std::iota(ranks.begin(), ranks.end(), 1.0);
    std::vector<double> counts(together.size());
    std::iota(counts.begin(), counts.end(), 1.0);
    showTokens(*m_byToken, *m_shown->tokens, m_labels, {{{}, std::move(zeros), PlotSeries::Look::Bars, 0}});
    m_byUnit->setSeries({{{}, std::move(ranks), std::move(active), PlotSeries::Look::Filled, 0}});
    m_union->setSeries({{{}, std::move(counts), std::move(together), PlotSeries::Look::Line, 1}});
}

void SparsityPanel::showCursor() {
    if (!m_shown) return;
    const auto row = std::find(m_rows.begin(), m_rows.end(), state().row());
    const int token = row == m_rows.end() ? -1 : int(row - m_rows.begin());
    m_byToken->setMarker(token);
    m_union->setMarker(token);
    const auto unit = std::find(m_unitOrder.begin(), m_unitOrder.end(), state().unit(StageWidth::Hidden));
    m_byUnit->setMarker(unit == m_unitOrder.end() ? -1 : int(unit - m_unitOrder.begin()));
}

void SparsityPanel::retranslate() {
    setAccessibleName(tr("Sparsity"));
    setWindowTitle(tr("Levels", "of sparsity"));
    m_byToken->setTitles({}, tr("zero, %"));
    m_byToken->setAccessibleName(tr("Share of inactive units by token"));
    m_byUnit->setTitles(tr("hidden units, most active first"), tr("active, % of tokens"));
    m_byUnit->setAccessibleName(tr("Active fraction of each hidden unit, sorted"));
    m_union->setTitles(tr("tokens seen"), tr("ever active, %"));
    m_union->setAccessibleName(tr("Share of units active at least once, by tokens seen"));
    m_byToken->setReadout([this](int i) {
        const qint64 token = m_rows[std::size_t(i)];
        return tr("%1: %2 inactive")
            .arg(tokenLabel(*m_shown->tokens, token),
                 percentLabel(m_byToken->series()[0].y[std::size_t(i)] / 100));
    });
    m_byUnit->setReadout([this](int i) {
        return tr("Unit %1: active on %2 of the tokens")
            .arg(m_unitOrder[std::size_t(i)])
            .arg(percentLabel(m_byUnit->series()[0].y[std::size_t(i)] / 100));
    });
    m_union->setReadout([this](int i) {
        return tr("%1 of the units were active on at least one of the first %n tokens", nullptr, i + 1)
            .arg(percentLabel(m_union->series()[0].y[std::size_t(i)] / 100));
    });
    writeHeadline();
}

} // namespace ffn::ui

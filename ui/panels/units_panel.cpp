#include "ui/panels/units_panel.h"

#include "ui/panels/number_label.h"
#include "ui/panels/number_table.h"
#include "ui/panels/statistics.h"
#include "ui/panels/token_text.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <numeric>

namespace ffn::ui {

namespace {

constexpr float kSmoothThreshold = 0.1f; // for activations without exact zeros; the headline says so

float thresholdFor(const Snapshot& snapshot) {
    return has_exact_zeros(snapshot.config.activation) ? 0.0f : kSmoothThreshold;
}

} // namespace

UnitsPanel::UnitsPanel(ViewState* state, QWidget* parent) : Panel(state, parent) {
    m_headline = addHeadline();
    m_headline->setObjectName("unitsHeadline");
    m_table = new NumberTable;
    m_table->setObjectName("unitsTable");
    column()->addWidget(m_table, 1);
    connect(m_table, &NumberTable::chosen, this,
            [this](qint64 unit) { choose(Stage::Hidden, std::max<qint64>(0, this->state().row()), unit); });
    retranslate();
}

void UnitsPanel::refresh() {
    if (!snapshot()->has(Stage::Hidden)) {
        setProblem(tr("The hidden stage was not kept, so its units are not known."));
        return;
    }
    using Units = std::vector<UnitRow>;
    compute<Units>(
        [s = snapshot()](const Progress& progress) { return unitTable(*s, thresholdFor(*s), progress); },
        [this, s = snapshot()](Units units) {
            m_shown = s;
            m_units = std::move(units);
            display();
        });
}

void UnitsPanel::display() {
    if (!m_shown) return;
    const QString tokens = tr("%n tokens seen", nullptr, int(m_shown->tokens->tokens()));
    const float threshold = thresholdFor(*m_shown);
    const QString active = threshold > 0 ? tr("active: |value| > %1").arg(numberLabel(double(threshold)))
                                         : tr("active: not exactly 0");
    m_headline->setText(joinedFacts({tr("%n hidden units", nullptr, int(m_units.size())), tokens, active}));
    std::vector<qint64> keys(m_units.size());
    std::iota(keys.begin(), keys.end(), 0);
    std::vector<double> numbers(keys.begin(), keys.end()), activeShare, mean, max;
    QStringList top;
    for (const UnitRow& unit : m_units) {
        activeShare.push_back(unit.activeFraction);
        mean.push_back(unit.mean);
        max.push_back(unit.max);
        top += unit.topRow < 0 || unit.max <= 0 ? QString("–") : tokenLabel(*m_shown->tokens, unit.topRow);
    }
    using Form = NumberColumn::Form;
    using Bar = NumberColumn::Bar;
    // Without negative numbers half of a zero-centred cell would stay empty.
    const auto barOf = [](const std::vector<double>& values) {
        const auto negative = [](double v) { return v < 0; };
        return std::any_of(values.begin(), values.end(), negative) ? Bar::Signed : Bar::FromZero;
    };
    const Bar meanBar = barOf(mean), maxBar = barOf(max);
    const double fullMean = largestMagnitude(mean), fullMax = largestMagnitude(max);
    m_table->setTable(
        std::move(keys),
        {{tr("unit"), {}, Form::Count, {}, std::move(numbers)},
         {tr("active"),
          tr("Share of the tokens the unit is active on"),
          Form::Percent,
          {},
          std::move(activeShare),
          Bar::FromZero,
          1},
         {tr("mean"),
          tr("Mean value over the tokens"),
          Form::Number,
          {},
          std::move(mean),
          meanBar,
          fullMean,
          3},
         {tr("max"), tr("Largest value"), Form::Number, {}, std::move(max), maxBar, fullMax, 3},
         {tr("top token"), tr("The token with the largest value"), Form::Text, std::move(top), {}}});
}

void UnitsPanel::showCursor() {
    const qint64 unit = state().unit(StageWidth::Hidden);
    m_table->setCurrentKey(unit < qint64(m_units.size()) ? unit : -1);
}

void UnitsPanel::retranslate() {
    setAccessibleName(tr("Units"));
    m_table->setAccessibleName(tr("Hidden units"));
    display();
}

} // namespace ffn::ui

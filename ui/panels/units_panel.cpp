#include "ui/panels/units_panel.h"

#include "ui/activity.h"
#include "ui/panels/number_label.h"
#include "ui/panels/number_table.h"
#include "ui/panels/statistics.h"
#include "ui/panels/threshold_line.h"
#include "ui/panels/token_text.h"
#include "ui/panels/unit_filter.h"
#include "ui/panels/unit_rules_popup.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>
#include <numeric>

namespace ffn::ui {

UnitsPanel::UnitsPanel(ViewState* state, QWidget* parent) : Panel(state, parent) {
    m_headline = addHeadline();
    m_headline->setObjectName("unitsHeadline");
    m_filter = new QLineEdit;
    m_filter->setObjectName("unitsFilter");
    m_filter->setClearButtonEnabled(true);
    m_kinds = new QComboBox;
    m_kinds->setObjectName("unitsKinds");
    m_rulesButton = new QPushButton;
    m_rulesButton->setObjectName("unitsRules");
    m_rules = new UnitRulesPopup(this);
    m_threshold = new ThresholdLine(state);
    m_threshold->setSpinName("unitsThreshold");
    m_table = new NumberTable;
    m_table->setObjectName("unitsTable");
    auto* line = new QHBoxLayout;
    line->addWidget(m_kinds, 1);
    line->addWidget(m_rulesButton);
    column()->addWidget(m_filter);
    column()->addLayout(line);
    column()->addWidget(m_threshold);
    column()->addWidget(m_table, 1);
    connect(m_table, &NumberTable::chosen, this,
            [this](qint64 unit) { choose(Stage::Hidden, std::max<qint64>(0, this->state().row()), unit); });
    connect(m_filter, &QLineEdit::textChanged, this, &UnitsPanel::filter);
    connect(m_kinds, &QComboBox::currentIndexChanged, this, &UnitsPanel::filter);
    connect(m_rules, &UnitRulesPopup::rulesChanged, this, [this] { invalidate(); });
    connect(state, &ViewState::thresholdChanged, this, [this] { invalidate(); });
    connect(m_rulesButton, &QPushButton::clicked, this, [this] {
        m_rules->adjustSize();
        m_rules->move(m_rulesButton->mapToGlobal(
            QPoint(m_rulesButton->width() - m_rules->width(), m_rulesButton->height())));
        m_rules->show();
        m_rules->setFocus(Qt::PopupFocusReason);
    });
    retranslate();
}

void UnitsPanel::refresh() {
    if (!snapshot()->has(Stage::Hidden)) {
        setProblem(tr("The hidden stage was not kept, so its units are not known."));
        return;
    }
    const float threshold = activityThreshold(state(), *snapshot());
    compute<Counted>([known = m_counted, s = snapshot(), threshold, rules = m_rules->rules()](
                         const Progress& progress) { return count(known, s, threshold, rules, progress); },
                     [this](Counted counted) {
                         m_counted = std::move(counted);
                         display();
                     });
}

UnitsPanel::Counted UnitsPanel::count(Counted known, const SnapshotPtr& snapshot, float threshold,
                                      UnitRules rules, const Progress& progress) {
    if (snapshot != known.snapshot || threshold != known.threshold) {
        ThreadPool pool;
        auto scan = std::make_shared<CorpusScan>();
        scan->threshold = threshold;
        scan->add(*snapshot, &pool, progress);
        known.scan = std::move(scan);
    }
    progress.check();
    const bool sameModel = known.snapshot && known.snapshot->model == snapshot->model;
    if (!snapshot->model)
        known.norms = nullptr;
    else if (!known.norms || !sameModel)
        known.norms = std::make_shared<UnitNorms>(unit_norms(*snapshot->model));
    known.rows = censusRows(unit_census(*known.scan, known.norms.get(), rules), *snapshot->tokens);
    known.snapshot = snapshot;
    known.threshold = threshold;
    return known;
}

void UnitsPanel::display() {
    if (!m_counted.snapshot) return;
    m_threshold->display(*m_counted.snapshot);
    fillKinds();
    fillTable();
    filter();
}

void UnitsPanel::writeHeadline() {
    const auto units = qint64(m_counted.rows.census.units.size());
    QStringList facts;
    if (m_passing < units)
        facts += tr("%1 of %2 hidden units").arg(countLabel(m_passing), countLabel(units));
    else
        facts += tr("%n hidden units", nullptr, int(units));
    facts += tr("%n tokens seen", nullptr, int(m_counted.rows.census.tokens_seen));
    facts += m_counted.threshold > 0
                 ? tr("active: |value| > %1").arg(numberLabel(double(m_counted.threshold)))
                 : tr("active: not exactly 0");
    m_headline->setText(joinedFacts(facts));
}

void UnitsPanel::fillKinds() {
    const QSignalBlocker quiet(m_kinds);
    const int chosen = std::max(0, m_kinds->currentIndex());
    m_kinds->clear();
    m_kinds->addItem(tr("All kinds"));
    for (std::size_t k = 0; k < kUnitKinds; ++k)
        m_kinds->addItem(
            QString("%1: %2").arg(kindName(UnitKind(k)), countLabel(m_counted.rows.census.kinds[k])));
    m_kinds->setCurrentIndex(chosen);
}

template <class T>
std::vector<double> UnitsPanel::numbers(T UnitRecord::*member) const {
    std::vector<double> values;
    for (const UnitRecord& unit : m_counted.rows.census.units)
        values.push_back(double(unit.*member));
    return values;
}

template <class T>
NumberColumn UnitsPanel::bars(const QString& title, const QString& tip, T UnitRecord::*member) const {
    std::vector<double> values = numbers(member);
    // Without negative numbers half of a zero-centred cell would stay empty.
    const bool negative = std::ranges::any_of(values, [](double v) { return v < 0; });
    const double full = largestMagnitude(values);
    return {title,
            tip,
            NumberColumn::Form::Number,
            {},
            std::move(values),
            negative ? NumberColumn::Bar::Signed : NumberColumn::Bar::FromZero,
            full,
            3};
}

void UnitsPanel::fillTable() {
    using Form = NumberColumn::Form;
    const std::vector<UnitRecord>& units = m_counted.rows.census.units;
    std::vector<qint64> keys(units.size());
    std::iota(keys.begin(), keys.end(), 0);
    QStringList kinds;
    for (const UnitRecord& unit : units)
        kinds += kindName(unit.kind);
    NumberColumn active{tr("active"),
                        tr("Share of the tokens the unit is active on"),
                        Form::Percent,
                        {},
                        numbers(&UnitRecord::active_fraction),
                        NumberColumn::Bar::FromZero,
                        1};
    NumberColumn top{tr("top tokens"),
                     tr("The tokens with the largest |value|, largest first"),
                     Form::Text,
                     m_counted.rows.topText,
                     {}};
    top.tip = [this](qint64 unit) { return topTip(unit); };
    std::vector<NumberColumn> columns{
        {tr("unit"), {}, Form::Count, {}, numbers(&UnitRecord::unit)},
        {tr("kind"), tr("By the rules behind the button Rules…"), Form::Text, std::move(kinds), {}},
        std::move(active),
        bars(tr("mean"), tr("Mean value over the tokens"), &UnitRecord::mean),
        bars(tr("max"), tr("Largest value"), &UnitRecord::max),
        std::move(top),
        bars(tr("‖in‖"), tr("Length of the unit's row of W₁: what it looks for"), &UnitRecord::input_norm)};
    if (m_counted.snapshot->config.gated)
        columns.push_back(
            bars(tr("‖gate‖"), tr("Length of the unit's row of the gate matrix"), &UnitRecord::gate_norm));
    columns.push_back(
        bars(tr("‖out‖"), tr("Length of the unit's column of W₂: what it writes"), &UnitRecord::output_norm));
    m_table->setTable(std::move(keys), std::move(columns));
}

void UnitsPanel::filter() {
    if (!m_counted.snapshot) return;
    FilterWords words;
    for (std::size_t k = 0; k < kUnitKinds; ++k)
        words.kinds[k] = kindName(UnitKind(k));
    words.position = tr("position", "before a range in the filter line");
    words.only = tr("only", "before a word in the filter line");
    UnitFilter wanted = parseUnitFilter(m_filter->text(), words);
    std::vector<bool> shown = passing(wanted, m_counted.rows);
    if (const int kind = m_kinds->currentIndex() - 1; kind >= 0)
        for (std::size_t u = 0; u < shown.size(); ++u)
            shown[u] = shown[u] && m_counted.rows.census.units[u].kind == UnitKind(kind);
    m_passing = std::ranges::count(shown, true);
    m_table->setShown(std::move(shown));
    writeHeadline();
}

QString UnitsPanel::kindName(UnitKind kind) const {
    switch (kind) {
    case UnitKind::DeadSoFar:
        return tr("dead so far");
    case UnitKind::AlwaysOn:
        return tr("always on");
    case UnitKind::OneToken:
        return tr("one token");
    case UnitKind::Position:
        return tr("position", "a kind of unit");
    case UnitKind::Rare:
        return tr("rare");
    case UnitKind::Other:
        break;
    }
    return tr("other", "a kind of unit");
}

QString UnitsPanel::topTip(qint64 unit) const {
    const TokenBatch& tokens = *m_counted.snapshot->tokens;
    QStringList lines;
    for (const TopToken& top : m_counted.rows.census.units[std::size_t(unit)].top)
        lines += QString("%1  %2  @%3")
                     .arg(numberLabel(double(top.value)),
                          tokenLabel(tokens, top.sequence * tokens.len() + top.position))
                     .arg(top.position);
    return lines.join('\n');
}

void UnitsPanel::showCursor() {
    const qint64 unit = state().unit(StageWidth::Hidden);
    m_table->setCurrentKey(unit < qint64(m_counted.rows.census.units.size()) ? unit : -1);
}

void UnitsPanel::retranslate() {
    setAccessibleName(tr("Units"));
    m_table->setAccessibleName(tr("Hidden units"));
    m_filter->setAccessibleName(tr("Filter the units"));
    m_filter->setPlaceholderText(tr("Filter: the · only the · rare · position 0-3 · 17 30-40"));
    m_filter->setToolTip(tr("the: a top token begins with it; \"the\": is it\n"
                            "only the: nearly all its active tokens are that one\n"
                            "dead, rare, always on, one token, position, other: units of that kind\n"
                            "position 0-3: active nowhere but there\n"
                            "17 30-40: units by number\n"
                            "Words of one sort are alternatives; different sorts must all hold."));
    m_kinds->setAccessibleName(tr("Kind of unit"));
    m_rulesButton->setText(tr("R&ules…"));
    m_rulesButton->setToolTip(tr("The numbers that part the kinds of units"));
    display();
}

} // namespace ffn::ui

#include "ui/panels/writers_panel.h"

#include "engine/forward/forward.h"
#include "ui/panels/number_label.h"
#include "ui/panels/number_table.h"
#include "ui/panels/statistics.h"
#include "ui/panels/token_text.h"
#include "ui/strip/stage_names.h"

#include <QComboBox>
#include <QLabel>
#include <QVBoxLayout>

namespace ffn::ui {

namespace {
constexpr std::size_t kListed = 64;
} // namespace

WritersPanel::WritersPanel(ViewState* state, QWidget* parent) : Panel(state, parent) {
    m_headline = addHeadline();
    m_headline->setObjectName("writersHeadline");
    m_order = new QComboBox;
    m_order->setObjectName("writersOrder");
    m_order->addItems({QString(), QString()});
    m_table = new NumberTable;
    m_table->setObjectName("writersTable");
    column()->addWidget(m_order);
    column()->addWidget(m_table, 1);
    m_rest = addNote();
    m_rest->setObjectName("writersRest");
    connect(m_order, &QComboBox::currentIndexChanged, this, [this] { invalidate(); });
    connect(m_table, &NumberTable::chosen, this, [this](qint64 unit) { choose(Stage::Hidden, m_row, unit); });
    retranslate();
}

void WritersPanel::refresh() {
    const Snapshot& s = *snapshot();
    if (!s.model || !s.has(Stage::Hidden) || !s.has(Stage::Projection) || !s.has(update_stage(s.config))) {
        setProblem(tr("Which units write the update needs the weights and the stages %1 and %2.")
                       .arg(stageTitle(Stage::Hidden), stageTitle(Stage::Projection)));
        return;
    }
    const qint64 row = state().row();
    m_row = row;
    if (!isRealRow(*s.tokens, row)) {
        setProblem(tr("Point at a token to see which units write its update."));
        return;
    }
    const auto order = m_order->currentIndex() == 1 ? WriterOrder::Contribution : WriterOrder::Along;
    compute<UpdateWriters>(
        [s = snapshot(), row, order](const Progress& progress) {
            progress.check(); // the cursor has moved on before many a job began
            return update_writers(*s, row, kListed, order);
        },
        [this, s = snapshot()](UpdateWriters writers) {
            m_shown = s;
            m_writers = std::move(writers);
            display();
        });
}

void WritersPanel::display() {
    if (!m_shown) return;
    m_headline->setText(joinedFacts({tr("Update of %1").arg(tokenLabel(*m_shown->tokens, m_row)),
                                     "‖f(x)‖ = " + statisticLabel(m_writers.update_norm)}));
    m_rest->setText(
        tr("Along f(x) also: bias %1, all other units together %2.")
            .arg(statisticLabel(m_writers.bias_along, 3), statisticLabel(m_writers.rest_along, 3)));
    fillTable();
}

void WritersPanel::fillTable() {
    using Form = NumberColumn::Form;
    using Bar = NumberColumn::Bar;
    std::vector<qint64> keys;
    for (const UnitWrite& unit : m_writers.units)
        keys.push_back(unit.unit);
    const auto all = [this](auto number) {
        std::vector<double> numbers;
        for (const UnitWrite& unit : m_writers.units)
            numbers.push_back(double(unit.*number));
        return numbers;
    };
    std::vector<double> lengths = all(&UnitWrite::contribution), along = all(&UnitWrite::along);
    const double fullLength = largestMagnitude(lengths), fullAlong = largestMagnitude(along);
    m_table->setTable(
        std::move(keys),
        {{tr("unit"), {}, Form::Count, {}, all(&UnitWrite::unit)},
         {tr("value"),
          tr("Hidden value of the unit on this token"),
          Form::Number,
          {},
          all(&UnitWrite::activation)},
         {tr("‖out‖"),
          tr("Length of the unit's column of W₂: what it writes"),
          Form::Number,
          {},
          all(&UnitWrite::column_norm)},
         {tr("written"),
          tr("|value| · ‖out‖: how long what it writes is"),
          Form::Number,
          {},
          std::move(lengths),
          Bar::FromZero,
          fullLength,
          3},
         {tr("along f(x)"),
          tr("How far along the update, negative against it; with bias and the other units "
             "they add up to ‖f(x)‖"),
          Form::Number,
          {},
          std::move(along),
          Bar::Signed,
          fullAlong,
          3}},
        state().unit(StageWidth::Hidden)); // marked where it is: the largest are to be seen first
}

void WritersPanel::showCursor() {
    if (state().row() != m_row) return invalidate();
    m_table->setCurrentKey(state().unit(StageWidth::Hidden));
}

void WritersPanel::retranslate() {
    setAccessibleName(tr("Units that write the update"));
    setWindowTitle(tr("Writers"));
    m_order->setItemText(0, tr("Largest along the update first"));
    m_order->setItemText(1, tr("Largest by length first"));
    m_order->setAccessibleName(tr("Order of the units"));
    m_table->setAccessibleName(tr("Units that write most into the token's update"));
    display();
}

} // namespace ffn::ui

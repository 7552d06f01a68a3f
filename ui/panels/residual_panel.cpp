#include "ui/panels/residual_panel.h"

#include "engine/forward/forward.h"
#include "ui/panels/number_label.h"
#include "ui/panels/number_table.h"
#include "ui/panels/statistics.h"
#include "ui/panels/token_plot.h"
#include "ui/panels/token_text.h"
#include "ui/strip/stage_names.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace ffn::ui {

using Residuals = std::vector<std::vector<TokenResidual>>;

ResidualPanel::ResidualPanel(ViewState* state, QWidget* parent) : Panel(state, parent) {
    m_headline = addHeadline();
    m_headline->setObjectName("residualHeadline");
    m_table = new NumberTable;
    m_table->setObjectName("residualTable");
    column()->addWidget(m_table, 2);
    m_norms = new Plot;
    m_norms->setObjectName("residualNorms");
    m_cosines = new Plot;
    m_cosines->setObjectName("residualCosines");
    m_cosines->setYRange({{-1.05, 1.05}});
    for (Plot* plot : {m_norms, m_cosines}) {
        column()->addWidget(plot, 2);
        connect(plot, &Plot::chosen, this, [this](int i) { goTo(m_rows[std::size_t(i)]); });
    }
    connect(m_table, &NumberTable::chosen, this, &ResidualPanel::goTo);
    retranslate();
}

void ResidualPanel::goTo(qint64 row) {
    choose(Stage::ResidualSum, row, std::max<qint64>(0, state().unit(StageWidth::Model)));
}

void ResidualPanel::refresh() {
    for (const Stage stage : {Stage::Input, update_stage(snapshot()->config), Stage::ResidualSum})
        if (!snapshot()->has(stage)) {
            setProblem(
                tr("The stage %1 was not kept, so what the block adds is not known.").arg(stageTitle(stage)));
            return;
        }
    using Result = std::pair<Residuals, QStringList>;
    compute<Result>(
        [s = snapshot()](const Progress&) { return Result(residual(*s), tokenLabels(*s->tokens)); },
        [this, s = snapshot()](Result result) {
            m_shown = s;
            m_rows = realRows(*s->tokens);
            m_tokens.clear();
            m_labels = std::move(result.second);
            for (const auto& row : result.first)
                m_tokens.insert(m_tokens.end(), row.begin(), row.end());
            display();
        });
}

void ResidualPanel::display() {
    if (!m_shown) return;
    writeHeadline();
    fillTable();
    fillPlots();
}

std::vector<double> ResidualPanel::numbers(double TokenResidual::*member) const {
    std::vector<double> values;
    for (const TokenResidual& token : m_tokens)
        values.push_back(token.*member);
    return values;
}

void ResidualPanel::writeHeadline() {
    const auto middle = [this](double TokenResidual::*member) {
        return statisticLabel(median(numbers(member)), 3);
    };
    m_headline->setText(joinedFacts({tr("Median over %n tokens", nullptr, int(m_tokens.size())),
                                     "‖f(x)‖/‖x‖ = " + middle(&TokenResidual::update_to_input_ratio),
                                     "cos(x, f(x)) = " + middle(&TokenResidual::cosine_input_update),
                                     "cos(x, x + f(x)) = " + middle(&TokenResidual::cosine_input_sum)}));
}

void ResidualPanel::fillTable() {
    using Form = NumberColumn::Form;
    using Bar = NumberColumn::Bar;
    const auto column = [this](const QString& title, const QString& tip, double TokenResidual::*member,
                               Bar bar, double full) {
        NumberColumn c{title, tip, full == 0 ? Form::Number : Form::Decimals, {}, numbers(member), bar, full};
        c.digits = 3;
        if (full == 0) c.full = largestMagnitude(c.numbers);
        return c;
    };
    m_table->setTable(
        m_rows,
        {{tr("token"), {}, Form::Text, m_labels, {}},
         column("‖x‖", tr("Length of the input"), &TokenResidual::input_norm, Bar::FromZero, 0),
         column("‖f(x)‖", tr("Length of what the block adds"), &TokenResidual::update_norm, Bar::FromZero, 0),
         column(tr("ratio"), "‖f(x)‖ / ‖x‖", &TokenResidual::update_to_input_ratio, Bar::FromZero, 0),
         column("cos x, f", tr("Cosine of x and f(x)"), &TokenResidual::cosine_input_update, Bar::Signed, 1),
         column("cos x, x+f", tr("Cosine of x and x + f(x)"), &TokenResidual::cosine_input_sum, Bar::Signed,
                1)});
}

void ResidualPanel::fillPlots() {
    using Look = PlotSeries::Look;
    const TokenBatch& tokens = *m_shown->tokens;
    showTokens(*m_norms, tokens, m_labels,
               {{"‖x‖", numbers(&TokenResidual::input_norm), Look::Line, 0},
                {"‖f(x)‖", numbers(&TokenResidual::update_norm), Look::Line, 1}});
    showTokens(*m_cosines, tokens, m_labels,
               {{"cos(x, f(x))", numbers(&TokenResidual::cosine_input_update), Look::Line, 1},
                {"cos(x, x + f(x))", numbers(&TokenResidual::cosine_input_sum), Look::Line, 0}});
}

void ResidualPanel::showCursor() {
    const auto row = std::find(m_rows.begin(), m_rows.end(), state().row());
    const bool found = row != m_rows.end();
    m_table->setCurrentKey(found ? *row : -1);
    for (Plot* plot : {m_norms, m_cosines})
        plot->setMarker(found ? int(row - m_rows.begin()) : -1);
}

void ResidualPanel::retranslate() {
    setAccessibleName(tr("Residual"));
    setWindowTitle(tr("Tokens"));
    m_table->setAccessibleName(tr("Residual of each token"));
    m_norms->setTitles({}, tr("length"));
    m_norms->setAccessibleName(tr("Length of the input and of the update, by token"));
    m_cosines->setTitles({}, tr("cosine"));
    m_cosines->setAccessibleName(tr("Cosines of input, update and sum, by token"));
    for (Plot* plot : {m_norms, m_cosines})
        plot->setReadout([this, plot](int i) {
            QStringList lines{tokenLabel(*m_shown->tokens, m_rows[std::size_t(i)])};
            for (const PlotSeries& series : plot->series())
                lines += QString("%1 = %2").arg(series.name, statisticLabel(series.y[std::size_t(i)]));
            return lines.join('\n');
        });
    display();
}

} // namespace ffn::ui

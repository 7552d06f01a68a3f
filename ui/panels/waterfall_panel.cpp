#include "ui/panels/waterfall_panel.h"

#include "ui/panels/number_label.h"
#include "ui/panels/number_table.h"
#include "ui/panels/token_text.h"
#include "ui/strip/stage_names.h"

#include <QHeaderView>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <numeric>

namespace ffn::ui {

namespace {
constexpr std::size_t kUnits = 12;
using Kind = WaterfallStep::Kind;
} // namespace

WaterfallPanel::WaterfallPanel(ViewState* state, QWidget* parent) : Panel(state, parent) {
    m_headline = addHeadline();
    m_headline->setObjectName("waterfallHeadline");
    m_table = new NumberTable;
    m_table->setObjectName("waterfallTable");
    m_table->setSortingEnabled(false); // the order is the computation's
    column()->addWidget(m_table, 1);
    connect(m_table, &NumberTable::chosen, this, &WaterfallPanel::goTo);
    retranslate();
}

void WaterfallPanel::refresh() {
    m_row = state().row();
    m_dim = state().unit(StageWidth::Model);
    const Snapshot& s = *snapshot();
    const bool inside = isRealRow(*s.tokens, m_row) && m_dim >= 0 && m_dim < s.config.d_model;
    if (!inside) {
        setProblem(tr("Point at a cell to see how it came about."));
        return;
    }
    using Result = std::optional<Steps>;
    compute<Result>(
        [s = snapshot(), row = m_row, dim = m_dim](const Progress& progress) {
            progress.check(); // the cursor has moved on before many a job began
            return waterfall(*s, row, dim, kUnits);
        },
        [this, s = snapshot()](Result steps) {
            m_shown = s;
            m_steps = std::move(steps).value_or(Steps());
            display();
        });
}

void WaterfallPanel::display() {
    if (!m_shown) return;
    m_table->setVisible(!m_steps.empty());
    if (m_steps.empty()) {
        m_headline->setText(
            tr("How a cell came about needs the weights and the stages from input to output."));
        return;
    }
    m_headline->setText(
        tr("Output of %1, unit %2, step by step").arg(tokenLabel(*m_shown->tokens, m_row)).arg(m_dim));
    m_table->setCurrentKey(-1); // keys are steps, and those of another cell mean something else
    std::vector<qint64> keys(m_steps.size());
    std::iota(keys.begin(), keys.end(), 0);
    QStringList names;
    std::vector<double> changes, totals, from;
    double low = 0, high = 0;
    for (const WaterfallStep& step : m_steps) {
        const bool whole = step.kind == Kind::Sum || step.kind == Kind::Output;
        names += stepName(step);
        changes.push_back(whole ? NAN : step.change);
        totals.push_back(step.total);
        from.push_back(whole ? 0 : step.total - step.change);
        low = std::min({low, totals.back(), from.back()});
        high = std::max({high, totals.back(), from.back()});
    }
    using Form = NumberColumn::Form;
    m_table->setTable(std::move(keys),
                      {{tr("step"), {}, Form::Text, std::move(names), {}},
                       {tr("change"), tr("What this step adds"), Form::Number, {}, std::move(changes)},
                       {tr("total"),
                        tr("The sum so far"),
                        Form::Number,
                        {},
                        std::move(totals),
                        NumberColumn::Bar::Floating,
                        high,
                        4,
                        std::move(from),
                        low}});
}

QString WaterfallPanel::stepName(const WaterfallStep& step) const {
    switch (step.kind) {
    case Kind::Input:
        return tr("x", "the block's input");
    case Kind::Bias:
        return tr("bias of W₂");
    case Kind::Unit:
        return tr("unit %1").arg(step.unit);
    case Kind::Rest:
        return tr("all other units");
    case Kind::SecondNorm:
        return tr("the second norm's mean and bias");
    case Kind::Sum:
        return "= " + stageTitle(Stage::ResidualSum);
    case Kind::Centre:
        return tr("− mean");
    case Kind::Scale:
        return "× rstd";
    case Kind::Gain:
        return tr("× gain");
    case Kind::NormBias:
        return tr("+ bias of the norm");
    case Kind::Output:
        break;
    }
    return "= " + stageTitle(Stage::Output);
}

void WaterfallPanel::goTo(qint64 key) {
    if (key < 0 || key >= qint64(m_steps.size())) return;
    const WaterfallStep& step = m_steps[std::size_t(key)];
    switch (step.kind) {
    case Kind::Unit:
        return choose(Stage::Hidden, m_row, step.unit);
    case Kind::Input:
        return choose(Stage::Input, m_row, m_dim);
    case Kind::Bias:
    case Kind::Rest:
        return choose(Stage::Projection, m_row, m_dim);
    case Kind::SecondNorm:
        return choose(Stage::Update, m_row, m_dim);
    case Kind::Sum:
        return choose(Stage::ResidualSum, m_row, m_dim);
    case Kind::Centre:
    case Kind::Scale:
        return choose(Stage::Normalized, m_row, m_dim);
    case Kind::Gain:
    case Kind::NormBias:
    case Kind::Output:
        return choose(Stage::Output, m_row, m_dim);
    }
}

void WaterfallPanel::showCursor() {
    if (state().row() != m_row || state().unit(StageWidth::Model) != m_dim) invalidate();
}

void WaterfallPanel::retranslate() {
    setAccessibleName(tr("Waterfall of one output cell"));
    setWindowTitle(tr("One cell"));
    m_table->setAccessibleName(tr("Steps from the input to the output cell"));
    display();
}

} // namespace ffn::ui

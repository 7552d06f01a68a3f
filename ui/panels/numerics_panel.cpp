#include "ui/panels/numerics_panel.h"

#include "ui/panels/number_label.h"
#include "ui/panels/number_table.h"
#include "ui/panels/statistics.h"
#include "ui/panels/token_text.h"
#include "ui/strip/stage_names.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace ffn::ui {

NumericsPanel::NumericsPanel(ViewState* state, QWidget* parent) : Panel(state, parent), m_comparison(this) {
    build();
    connectParts();
    retranslate();
}

void NumericsPanel::build() {
    m_headline = addHeadline();
    m_headline->setObjectName("numericsHeadline");
    m_origins = new NumberTable;
    m_origins->setObjectName("numericsOrigins");
    m_button = new QPushButton;
    m_button->setObjectName("numericsCompare");
    m_progress = new QProgressBar;
    m_progress->setTextVisible(false);
    m_progress->hide();
    m_stages = new NumberTable;
    m_stages->setObjectName("numericsStages");
    column()->addWidget(m_origins, 1);
    auto* line = new QHBoxLayout;
    line->addWidget(m_button);
    line->addWidget(m_progress, 1);
    line->addStretch();
    column()->addLayout(line);
    m_meaning = addNote();
    m_meaning->setObjectName("numericsMeaning");
    column()->addWidget(m_stages, 2);
    column()->addStretch();
}

void NumericsPanel::connectParts() {
    connect(m_origins, &NumberTable::chosen, this, &NumericsPanel::goToOrigin);
    connect(m_stages, &NumberTable::chosen, this, &NumericsPanel::goToLoss);
    connect(m_button, &QPushButton::clicked, this, &NumericsPanel::startOrStop);
    connect(&m_comparison, &JobRunner::failed, this, &NumericsPanel::setProblem);
    connect(&m_comparison, &JobRunner::progressed, this, [this](qint64 done, qint64 total) {
        m_progress->setMaximum(int(total));
        m_progress->setValue(int(done));
    });
    connect(&m_comparison, &JobRunner::busyChanged, this, [this](bool busy) {
        m_progress->setVisible(busy);
        display();
        if (!busy) emit settled();
    });
}

bool NumericsPanel::isSettled() const {
    return Panel::isSettled() && !(isVisible() && m_comparison.busy());
}

void NumericsPanel::refresh() {
    m_comparison.stop(); // of another snapshot
    compute<NonFiniteTrace>([s = snapshot()](const Progress&) { return trace_nonfinite(*s); },
                            [this, s = snapshot()](NonFiniteTrace trace) {
                                m_shown = s;
                                m_trace = std::move(trace);
                                display();
                            });
}

void NumericsPanel::startOrStop() {
    if (!m_shown) return;
    if (m_comparison.busy()) return m_comparison.stop();
    m_progress->setRange(0, 0);
    m_comparison.start<std::vector<StageLoss>>(
        [s = m_shown](const Progress& progress) {
            ThreadPool pool;
            return numerics(*s, &pool, progress);
        },
        [this, s = m_shown](std::vector<StageLoss> losses) {
            m_comparedOf = s;
            m_losses = std::move(losses);
            display();
        });
}

void NumericsPanel::display() {
    if (!m_shown) return;
    showTrace();
    const bool possible = m_shown->model && m_shown->has(Stage::Input);
    const bool compared = m_comparedOf == m_shown;
    m_button->setText(m_comparison.busy() ? tr("&Break off") : tr("Co&mpare with float64"));
    m_button->setEnabled(possible);
    m_stages->setVisible(compared);
    if (!possible)
        m_meaning->setText(tr("The comparison needs the weights and the stage input."));
    else if (!compared)
        m_meaning->setText(
            tr("Runs the whole block once more in float64 and shows what float32 cost each stage."));
    else
        m_meaning->setText(
            tr("Largest difference to float64 from the input on, and relative to the length of the "
               "stage; own: what the stage lost by itself. A click goes to the cell."));
    if (compared) showLosses();
}

void NumericsPanel::showTrace() {
    m_origins->setVisible(m_trace.tokens > 0);
    if (m_trace.tokens == 0) {
        m_headline->setText(tr("No NaN and no Inf in any stage that is kept."));
        return;
    }
    m_headline->setText(
        tr("%n token(s) with NaN or Inf; the first stage and cell of each:", nullptr, int(m_trace.tokens)));
    using Form = NumberColumn::Form;
    std::vector<qint64> keys;
    QStringList tokens, stages, values, causes;
    std::vector<double> units, cells;
    for (const NonFiniteOrigin& origin : m_trace.origins) {
        keys.push_back(origin.row);
        tokens += tokenLabel(*m_shown->tokens, origin.row);
        stages += stageTitle(origin.stage);
        values += numberLabel(double(origin.value));
        causes += QString::fromStdString(origin.cause);
        units.push_back(double(origin.unit));
        cells.push_back(double(origin.cells));
    }
    m_origins->setTable(
        std::move(keys),
        {{tr("token"), {}, Form::Text, std::move(tokens), {}},
         {tr("stage"), {}, Form::Text, std::move(stages), {}},
         {tr("unit"), {}, Form::Count, {}, std::move(units)},
         {tr("value"), {}, Form::Text, std::move(values), {}},
         {tr("cells"), tr("NaN and Inf of the token in this stage"), Form::Count, {}, std::move(cells)},
         {tr("cause"), {}, Form::Text, std::move(causes), {}}});
}

void NumericsPanel::showLosses() {
    using Form = NumberColumn::Form;
    std::vector<qint64> keys;
    QStringList stages, where;
    std::vector<double> largest, relative, own, ownRelative, nonfinite;
    for (const StageLoss& loss : m_losses) {
        keys.push_back(qint64(loss.stage));
        stages += stageTitle(loss.stage);
        const bool any = loss.total.row >= 0;
        where +=
            any ? QString("%1 · %2").arg(tokenLabel(*m_shown->tokens, loss.total.row)).arg(loss.total.unit)
                : QString("–");
        largest.push_back(loss.total.cells > 0 ? loss.total.max_abs : NAN);
        relative.push_back(loss.total.relative_l2);
        own.push_back(loss.local.cells > 0 ? loss.local.max_abs : NAN);
        ownRelative.push_back(loss.local.relative_l2);
        nonfinite.push_back(double(loss.nonfinite));
    }
    const auto column = [](const QString& title, const QString& tip, std::vector<double> values, bool bar) {
        const double full = largestMagnitude(values);
        return NumberColumn{title,
                            tip,
                            Form::Number,
                            {},
                            std::move(values),
                            bar ? NumberColumn::Bar::FromZero : NumberColumn::Bar::None,
                            full,
                            2};
    };
    m_stages->setTable(
        std::move(keys),
        {{tr("stage"), {}, Form::Text, std::move(stages), {}},
         column(tr("max |Δ|"), tr("Largest |float32 − float64|"), std::move(largest), false),
         column(tr("relative"), "‖float32 − float64‖ / ‖float64‖", std::move(relative), true),
         {tr("token · unit"), tr("Where the largest difference is"), Form::Text, std::move(where), {}},
         column(tr("own max |Δ|"), tr("What this stage lost by itself, from the float32 stage before"),
                std::move(own), false),
         column(tr("own relative"), tr("What this stage lost by itself, relative to its length"),
                std::move(ownRelative), true),
         {tr("NaN, Inf"), tr("Cells where either is NaN or Inf"), Form::Count, {}, std::move(nonfinite)}});
}

void NumericsPanel::goToLoss(qint64 stage) {
    for (const StageLoss& loss : m_losses)
        if (qint64(loss.stage) == stage) choose(loss.stage, loss.total.row, loss.total.unit);
}

void NumericsPanel::goToOrigin(qint64 row) {
    for (const NonFiniteOrigin& origin : m_trace.origins)
        if (origin.row == row) choose(origin.stage, row, origin.unit);
}

void NumericsPanel::showCursor() {
    m_stages->setCurrentKey(qint64(state().stage()));
    m_origins->setCurrentKey(state().row());
}

void NumericsPanel::retranslate() {
    setAccessibleName(tr("Numerics"));
    m_origins->setAccessibleName(tr("Where NaN and Inf began"));
    m_stages->setAccessibleName(tr("What float32 cost each stage"));
    m_progress->setAccessibleName(tr("Progress of the comparison"));
    display();
}

} // namespace ffn::ui

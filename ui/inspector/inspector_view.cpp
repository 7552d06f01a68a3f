#include "ui/inspector/inspector_view.h"

#include "engine/analysis/stage_formula.h"
#include "ui/heatmap/short_number.h"
#include "ui/inspector/cell_story.h"
#include "ui/inspector/term_model.h"
#include "ui/inspector/term_table.h"
#include "ui/panels/number_label.h"
#include "ui/panels/scroll_body.h"
#include "ui/panels/token_text.h"
#include "ui/strip/stage_names.h"

#include <QtWidgets>

#include <cmath>
#include <limits>

namespace ffn::ui {

namespace {

QLabel* textLabel() {
    auto* label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

} // namespace

InspectorView::InspectorView(ViewState* state, QWidget* parent)
    : QWidget(parent), m_state(state), m_terms(new TermModel(this)) {
    build();
    sizeFonts();
    retranslate();
    connect(m_state, &ViewState::cellChanged, this, &InspectorView::showCell);
    connect(m_back, &QToolButton::clicked, this, &InspectorView::goBack);
    connect(m_next, &QToolButton::clicked, this, &InspectorView::goOn);
    connect(m_count, &QComboBox::currentIndexChanged, this, &InspectorView::showCell);
    connect(m_table, &QTableView::clicked, this, &InspectorView::follow);
    for (const int key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto* enter = new QShortcut(QKeySequence(key), m_table);
        enter->setContext(Qt::WidgetShortcut);
        connect(enter, &QShortcut::activated, this, [this] { follow(m_table->currentIndex()); });
    }
    auto* back = new QShortcut(QKeySequence(Qt::ALT | Qt::Key_Backspace), this);
    back->setContext(Qt::WindowShortcut);
    connect(back, &QShortcut::activated, this, &InspectorView::goBack);
}

void InspectorView::build() {
    m_contents = new QWidget;
    auto* layout = new QVBoxLayout(m_contents);
    layout->setContentsMargins(8, 6, 8, 6);
    layout->setSpacing(4);
    buildHead(layout);
    buildTerms(layout);
    layout->addStretch(1); // takes what a short table leaves
    m_torch = textLabel();
    m_torch->setObjectName("inspectorTorch");
    layout->addWidget(m_torch);
    m_nothing = textLabel();
    m_nothing->setAlignment(Qt::AlignCenter);
    auto* body = new ScrollBody;
    auto* stack = new QVBoxLayout(body);
    stack->setContentsMargins(0, 0, 0, 0);
    stack->addWidget(m_contents);
    stack->addWidget(m_nothing);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scrolling(body));
}

QSize InspectorView::minimumSizeHint() const {
    const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    return {m_contents->minimumSizeHint().width() + bar, QWidget::minimumSizeHint().height()};
}

void InspectorView::buildHead(QVBoxLayout* layout) {
    m_back = new QToolButton;
    m_back->setObjectName("inspectorBack");
    m_back->setArrowType(Qt::LeftArrow);
    m_back->setAutoRaise(true);
    m_stage = textLabel();
    m_stage->setObjectName("inspectorStage");
    m_value = textLabel();
    m_value->setObjectName("inspectorValue");
    m_value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_place = textLabel();
    m_place->setObjectName("inspectorPlace");
    m_next = new QToolButton;
    m_next->setObjectName("inspectorNext");
    m_next->setAutoRaise(true);
    auto* line = new QHBoxLayout;
    line->addWidget(m_back);
    line->addWidget(m_stage, 1);
    line->addWidget(m_value, 1);
    layout->addLayout(line);
    auto* place = new QHBoxLayout;
    place->addWidget(m_place, 1);
    place->addWidget(m_next);
    layout->addLayout(place);
}

// The formula above its terms, as many as are asked for beside it.
void InspectorView::buildTerms(QVBoxLayout* layout) {
    m_formula = textLabel();
    m_formula->setObjectName("inspectorFormula");
    m_count = new QComboBox;
    m_count->setObjectName("inspectorCount");
    for (const int count : {8, 16, std::numeric_limits<int>::max()})
        m_count->addItem({}, count);
    m_countLabel = new QLabel;
    m_countLabel->setBuddy(m_count);
    auto* line = new QHBoxLayout;
    line->addWidget(m_formula, 1);
    line->addWidget(m_countLabel);
    line->addWidget(m_count);
    m_table = new TermTable;
    m_table->setObjectName("inspectorTerms");
    m_table->setModel(m_terms);
    m_check = textLabel();
    m_check->setObjectName("inspectorCheck");
    layout->addLayout(line);
    layout->addWidget(m_table, 100);
    layout->addWidget(m_check);
}

void InspectorView::sizeFonts() {
    QFont large = font();
    large.setPointSizeF(font().pointSizeF() * 1.6);
    m_value->setFont(large);
    QFont bold;
    bold.setBold(true);
    m_stage->setFont(bold);
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(font().pointSizeF());
    m_torch->setFont(fixed);
}

void InspectorView::setSnapshot(SnapshotPtr snapshot) {
    m_snapshot = std::move(snapshot);
    std::erase_if(m_history, [this](const Cell& cell) {
        if (!m_snapshot || !m_snapshot->has(cell.stage)) return true;
        const Shape shape = m_snapshot->shape(cell.stage);
        return cell.row >= shape.rows() || cell.unit >= shape.dim;
    });
    showCell();
    emit settled();
}

std::optional<InspectorView::Cell> InspectorView::cellAtCursor() const {
    const Cell cell{m_state->stage(), m_state->row(), m_state->unit()};
    if (!m_snapshot || !m_snapshot->has(cell.stage)) return std::nullopt;
    const bool inside = isRealRow(*m_snapshot->tokens, cell.row) && cell.unit >= 0 &&
                        cell.unit < m_snapshot->shape(cell.stage).dim;
    return inside ? std::optional(cell) : std::nullopt;
}

void InspectorView::showCell() {
    m_back->setEnabled(!m_history.empty());
    const std::optional<Cell> cell = cellAtCursor();
    if (!m_snapshot) return showNothing(tr("Nothing has been computed yet."));
    if (!m_snapshot->has(m_state->stage()))
        return showNothing(tr("The stage %1 was not kept.").arg(stageTitle(m_state->stage())));
    if (!cell && m_state->row() >= 0) return showNothing(tr("This row is padding: no token, no value."));
    if (!cell) return showNothing(tr("Point at a cell to see how it came about."));
    m_nothing->hide();
    m_contents->show();
    const int largest = m_count->currentData().toInt();
    showHead(*cell);
    showSum(explain(*cell, largest));
    showNext(*cell);
}

std::optional<Provenance> InspectorView::explain(const Cell& cell, int largest) const {
    std::optional<Provenance> own = provenance(*m_snapshot, cell.stage, cell.row, cell.unit, largest);
    if (cell.stage != Stage::Hidden || m_snapshot->config.gated || !own) return own;
    // An activation has a single term: the sum that it was given says more.
    std::optional<Provenance> given =
        provenance(*m_snapshot, Stage::PreActivation, cell.row, cell.unit, largest);
    if (!given) return own;
    given->formula = own->formula;
    return given;
}

void InspectorView::showNothing(const QString& sentence) {
    m_nothing->setText(sentence);
    m_contents->hide();
    m_nothing->show();
}

void InspectorView::showHead(const Cell& cell) {
    const TokenBatch& tokens = *m_snapshot->tokens;
    const qint64 len = tokens.len();
    m_value->setText(fullNumber(m_snapshot->stage(cell.stage).at(cell.row, cell.unit)));
    m_stage->setText(stageTitle(cell.stage, m_snapshot->config.norm));
    m_stage->setToolTip(stageCodeNote(cell.stage));
    QStringList place{tr("token «%1»").arg(tokenLabel(tokens, cell.row)),
                      tr("position %1").arg(cell.row % len)};
    if (tokens.batch() > 1) place += tr("batch row %1").arg(cell.row / len);
    if (info(cell.stage).width != StageWidth::One)
        place += tr("unit %1 of %2").arg(cell.unit).arg(m_snapshot->shape(cell.stage).dim);
    m_place->setText(place.join(" · "));
    m_torch->setText(QString::fromStdString(stage_torch(*m_snapshot, cell.stage)));
}

void InspectorView::showSum(const std::optional<Provenance>& cell) {
    const QString formula = QString::fromStdString(stage_formula(*m_snapshot, m_state->stage()));
    const bool numbers = cell && !cell->formula.empty();
    m_formula->setText(numbers ? QString("%1:  %2").arg(formula, formulaText(*cell)) : formula);
    m_terms->setProvenance(cell);
    const bool rows = m_terms->rowCount() > 0;
    if (rows && m_table->hasFocus()) m_table->setCurrentIndex(m_terms->index(0, 0));
    m_table->setVisible(rows);
    m_check->setVisible(rows || !cell || m_state->stage() == Stage::Input);
    const bool products = cell && !cell->terms.empty() && cell->terms.front().kind == Term::Kind::Product;
    m_count->setVisible(products && (cell->rest_terms > 0 || cell->terms.size() > 9));
    m_table->fit();
    m_countLabel->setVisible(m_count->isVisibleTo(this));
    if (m_state->stage() == Stage::Input)
        return m_check->setText(tr("The block's input: given, not computed."));
    if (!cell)
        return m_check->setText(
            tr("Without the weights and the stages before, how this cell came about is not known."));
    const double difference = std::abs(cell->sum - double(cell->value));
    if (cell->stage != m_state->stage() && addsUp(*cell))
        return m_check->setText(
            tr("✓ The terms add up to the pre-activation, %1.").arg(exactLabel(cell->value)));
    if (!addsUp(*cell))
        m_check->setText(
            tr("✗ The terms do not add up to the value: they differ by %1.").arg(numberLabel(difference)));
    else if (std::isnan(difference) || difference == 0)
        m_check->setText(tr("✓ The terms add up to the value."));
    else
        m_check->setText(
            tr("✓ The terms add up to the value; float32 rounding is %1.").arg(numberLabel(difference, 2)));
}

void InspectorView::showNext(const Cell& cell) {
    const std::optional<Stage> next = nextStage(*m_snapshot, cell.stage);
    m_next->setVisible(next.has_value());
    if (!next) return;
    m_next->setText(
        tr("→ %1: %2")
            .arg(stageTitle(*next), numberLabel(double(m_snapshot->stage(*next).at(cell.row, cell.unit)))));
    m_next->setToolTip(tr("What became of it: go to this cell in %1").arg(stageTitle(*next)));
}

void InspectorView::follow(const QModelIndex& index) {
    if (!index.isValid() || !m_terms->leadsSomewhere(index.row())) return;
    const std::optional<Cell> from = cellAtCursor();
    if (!from) return;
    const Term term = *m_terms->termAt(index.row());
    m_history.push_back(*from);
    m_state->pointAt(*term.stage, from->row, term.unit);
}

void InspectorView::goOn() {
    const std::optional<Cell> from = cellAtCursor();
    const std::optional<Stage> next = from ? nextStage(*m_snapshot, from->stage) : std::nullopt;
    if (!next) return;
    m_history.push_back(*from);
    m_state->pointAt(*next, from->row, from->unit);
}

void InspectorView::goBack() {
    if (m_history.empty()) return;
    const Cell cell = m_history.back();
    m_history.pop_back();
    m_state->pointAt(cell.stage, cell.row, cell.unit);
    m_back->setEnabled(!m_history.empty());
}

void InspectorView::retranslate() {
    setAccessibleName(tr("Inspector"));
    const QString keys = QKeySequence(Qt::ALT | Qt::Key_Backspace).toString(QKeySequence::NativeText);
    m_back->setToolTip(tr("Back to the cell before (%1)").arg(keys));
    m_back->setAccessibleName(tr("Back to the cell before"));
    m_value->setAccessibleName(tr("Value of the cell"));
    m_table->setAccessibleName(tr("The cell as a sum"));
    m_countLabel->setText(tr("Terms show&n:"));
    m_count->setItemText(0, "8");
    m_count->setItemText(1, "16");
    m_count->setItemText(2, tr("all"));
    m_terms->retranslate();
    showCell();
}

void InspectorView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
    if (event->type() == QEvent::FontChange) sizeFonts();
}

void InspectorView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    showCell();
}

} // namespace ffn::ui

#include "ui/edits/edits_panel.h"

#include "engine/analysis/comparison.h"
#include "ui/edits/edit_row.h"
#include "ui/panels/number_label.h"

#include <QtWidgets>

#include <algorithm>
#include <cmath>

namespace ffn::ui {

namespace {

using Kind = UnitEdit::Kind;

// What the edits did to the last stage, cell by cell against the unedited pass.
StageDistance effectOf(const Snapshot& original, const Snapshot& edited, const Progress& progress) {
    const TokenMatch match = match_tokens(original, edited, MatchRule::Place);
    return stage_distance(original, edited, match, Stage::Output, progress);
}

} // namespace

EditsPanel::EditsPanel(ViewState* state, QWidget* parent)
    : Panel(state, parent), m_ablate(new QPushButton), m_scale(new QPushButton), m_clamp(new QPushButton),
      m_threshold(new QPushButton), m_clear(new QPushButton), m_list(new QVBoxLayout) {
    m_headline = addHeadline();
    m_headline->setObjectName("editsHeadline");
    m_effect = addNote();
    m_effect->setObjectName("editsEffect");
    m_words = addNote();
    m_words->setObjectName("editsWords");
    m_words->hide();
    auto* buttons = new QGridLayout;
    buttons->addWidget(m_ablate, 0, 0);
    buttons->addWidget(m_scale, 0, 1);
    buttons->addWidget(m_clamp, 1, 0);
    buttons->addWidget(m_threshold, 1, 1);
    column()->addLayout(buttons);
    column()->addLayout(m_list);
    column()->addWidget(m_clear, 0, Qt::AlignLeft);
    m_note = addNote();
    column()->addStretch(1);
    m_ablate->setObjectName("editAblate");
    m_scale->setObjectName("editScale");
    m_threshold->setObjectName("editThreshold");
    connect(m_ablate, &QPushButton::clicked, this, [this] { addUnit(Kind::Ablate); });
    connect(m_scale, &QPushButton::clicked, this, [this] { addUnit(Kind::Scale); });
    connect(m_clamp, &QPushButton::clicked, this, [this] { addUnit(Kind::Clamp); });
    connect(m_threshold, &QPushButton::clicked, this, &EditsPanel::setThreshold);
    connect(m_clear, &QPushButton::clicked, this, [this] { put({}); });
    retranslate();
}

void EditsPanel::setEdits(const EditList& edits, SnapshotPtr original) {
    m_original = std::move(original);
    if (std::ranges::any_of(m_rows, &EditRow::isPulled)) return; // the hand is further than what was computed
    m_edits = edits;
    if (m_original && m_original->has(Stage::Hidden)) {
        const StageSummary& hidden = m_original->summary(Stage::Hidden);
        m_reach = hidden.finite ? std::max(std::abs(double(hidden.min)), std::abs(double(hidden.max))) : 1;
    }
    showRows();
    showCursor();
}

void EditsPanel::showRows() {
    while (m_rows.size() > m_edits.edits.size()) {
        m_rows.back()->deleteLater();
        m_rows.back()->hide();
        m_rows.pop_back();
    }
    while (m_rows.size() < m_edits.edits.size()) {
        auto* row = new EditRow;
        const std::size_t index = m_rows.size();
        m_rows.push_back(row);
        m_list->addWidget(row);
        row->show();
        connect(row, &EditRow::changed, this, &EditsPanel::readRows);
        connect(row, &EditRow::removed, this, [this, index] {
            EditList less = m_edits;
            less.edits.erase(less.edits.begin() + std::ptrdiff_t(index));
            put(less);
        });
        connect(row, &EditRow::refused, this, [this](const QString& why) { m_note->setText(why); });
    }
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        m_rows[i]->setEdit(m_edits.edits[i], m_reach);
    m_clear->setVisible(!m_edits.empty());
}

void EditsPanel::readRows(int gesture) {
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        m_edits.edits[i] = m_rows[i]->edit();
    m_note->clear();
    emit edited(m_edits, gesture);
}

void EditsPanel::put(const EditList& edits) {
    m_edits = edits;
    showRows();
    emit edited(m_edits, 0);
}

qint64 EditsPanel::cursorUnit() const {
    const qint64 unit = state().unit(StageWidth::Hidden);
    return snapshot() && unit >= 0 && unit < snapshot()->config.d_ff ? unit : -1;
}

void EditsPanel::addUnit(Kind kind) {
    const qint64 unit = cursorUnit();
    if (unit < 0) return;
    EditList more = m_edits;
    const float value = kind == Kind::Scale ? 2.0f : 0.0f;
    more.edits.push_back({kind, {unit}, value});
    put(more);
}

void EditsPanel::toggleUnit() {
    const qint64 unit = cursorUnit();
    if (unit < 0) return;
    EditList next = m_edits;
    const auto ablation = std::ranges::find_if(next.edits, [unit](const UnitEdit& e) {
        return e.kind == Kind::Ablate && std::ranges::count(e.units, unit) > 0;
    });
    if (ablation == next.edits.end()) return addUnit(Kind::Ablate);
    std::erase(ablation->units, unit);
    if (ablation->units.empty()) next.edits.erase(ablation);
    put(next);
}

void EditsPanel::setThreshold() {
    const auto there = std::ranges::find(m_edits.edits, Kind::Threshold, &UnitEdit::kind);
    if (there != m_edits.edits.end()) {
        m_rows[std::size_t(there - m_edits.edits.begin())]->setFocus();
        return;
    }
    EditList more = m_edits;
    more.edits.insert(more.edits.begin(), UnitEdit{Kind::Threshold, {}, 0});
    put(more);
}

void EditsPanel::setWords(const QString& sentence) {
    m_words->setText(sentence);
    m_words->setVisible(!sentence.isEmpty());
}

void EditsPanel::refresh() {
    if (!snapshot()->model)
        return setProblem(tr("A saved snapshot has no weights, so nothing can be edited."));
    showCursor();
    if (!m_original || m_original == snapshot()) {
        m_effect->setText(tr("Nothing is edited: this is the network as it is."));
        setWords({});
        return present();
    }
    compute<StageDistance>(
        [original = m_original, now = snapshot()](const Progress& progress) {
            return effectOf(*original, *now, progress);
        },
        [this](const StageDistance& d) {
            if (d.pair < 0) return m_effect->setText(tr("The output is the same as without the edits."));
            m_effect->setText(
                tr("The edits move the output by %1 % of its own length (all tokens together; cosine to the "
                   "output without them: %2). Unit %3 moves most, by %4.")
                    .arg(numberLabel(d.relative_l2 * 100), numberLabel(d.cosine))
                    .arg(d.unit)
                    .arg(numberLabel(d.max_abs)) +
                ' ' + tr("Words names the words that lose by it, Compare all differences."));
        });
}

void EditsPanel::showCursor() {
    const qint64 unit = cursorUnit();
    for (QPushButton* button : {m_ablate, m_scale, m_clamp})
        button->setEnabled(unit >= 0);
    const QString number = unit >= 0 ? QString::number(unit) : QString(QChar(0x2013));
    m_ablate->setText(tr("Set unit %1 to &0").arg(number));
    m_scale->setText(tr("&Multiply unit %1").arg(number));
    m_clamp->setText(tr("Fi&x unit %1").arg(number));
    const auto on = std::ranges::count(m_edits.edits, true, &UnitEdit::on);
    m_headline->setText(m_edits.empty() ? tr("No edits") : tr("%n edit(s) on", nullptr, int(on)));
}

void EditsPanel::retranslate() {
    m_threshold->setText(tr("Threshol&d"));
    m_threshold->setToolTip(tr("Hidden values up to a threshold become 0"));
    m_ablate->setToolTip(tr("For every token; Delete in the heat map does the same"));
    m_clear->setText(tr("Remove a&ll edits"));
    showCursor();
    invalidate();
}

} // namespace ffn::ui

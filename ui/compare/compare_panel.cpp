#include "ui/compare/compare_panel.h"

#include "engine/analysis/difference_snapshot.h"
#include "ui/compare/reference.h"
#include "ui/panels/number_label.h"
#include "ui/panels/number_table.h"
#include "ui/panels/token_text.h"
#include "ui/strip/stage_names.h"

#include <QtWidgets>

#include <algorithm>

namespace ffn::ui {

namespace {

constexpr std::size_t kLargest = 40; // differences listed of each stage

NumberColumn named(const QString& title, NumberColumn::Form form, const QString& toolTip = {}) {
    NumberColumn column;
    column.title = title;
    column.toolTip = toolTip;
    column.form = form;
    return column;
}

bool sameTexts(const TokenMatch& match) {
    return match.unmatched_a == 0 && match.unmatched_b == 0;
}

bool nothingDiffers(const std::vector<StageDistance>& stages) {
    return !stages.empty() &&
           std::ranges::all_of(stages, [](const StageDistance& d) { return d.differing == 0; });
}

} // namespace

ComparePanel::ComparePanel(ViewState* state, Reference* reference, QWidget* parent)
    : Panel(state, parent), m_reference(reference), m_against(new QLabel), m_kind(new QComboBox),
      m_blockLine(new QWidget), m_blockLabel(new QLabel), m_block(new QComboBox), m_given(new QComboBox),
      m_keep(new QPushButton), m_inMap(new QCheckBox), m_stages(new NumberTable), m_largest(new NumberTable) {
    auto* line = new QHBoxLayout;
    m_against->setBuddy(m_kind);
    line->addWidget(m_against);
    line->addWidget(m_kind, 1);
    line->addWidget(m_keep);
    column()->addLayout(line);
    auto* blockLine = new QHBoxLayout(m_blockLine);
    blockLine->setContentsMargins(0, 0, 0, 0);
    m_blockLabel->setBuddy(m_block);
    blockLine->addWidget(m_blockLabel);
    blockLine->addWidget(m_block, 1);
    blockLine->addWidget(m_given);
    m_block->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_block->setMinimumContentsLength(12);
    column()->addWidget(m_blockLine);
    m_headline = addHeadline();
    m_headline->setObjectName("compareHeadline");
    m_note = addNote();
    column()->addWidget(m_inMap);
    column()->addWidget(m_stages);
    m_largestTitle = addHeadline();
    m_largestTitle->setObjectName("compareLargestTitle");
    column()->addWidget(m_largest, 1);
    column()->addStretch(); // takes the room of the tables while they are hidden
    m_kind->setObjectName("compareKind");
    m_block->setObjectName("compareBlock");
    m_given->setObjectName("compareGiven");
    m_note->setObjectName("compareNote");
    m_keep->setObjectName("compareKeep");
    m_inMap->setObjectName("compareInMap");
    m_stages->setObjectName("compareStages");
    m_largest->setObjectName("compareLargest");
    connect(m_kind, &QComboBox::activated, this, &ComparePanel::chooseKind);
    for (QComboBox* box : {m_block, m_given})
        connect(box, &QComboBox::activated, this, &ComparePanel::chooseBlock);
    connect(m_keep, &QPushButton::clicked, reference, &Reference::keep);
    connect(m_inMap, &QCheckBox::toggled, this, &ComparePanel::invalidate);
    connect(reference, &Reference::changed, this, [this] {
        showReference();
        invalidate();
    });
    connect(m_stages, &NumberTable::chosen, this, [this](qint64 key) { this->state().setStage(Stage(key)); });
    connect(m_largest, &NumberTable::chosen, this, [this](qint64 key) {
        const auto& list = m_comparison->largest[std::size_t(this->state().stage())];
        const CellDifference& cell = list[std::size_t(key)];
        choose(this->state().stage(), m_comparison->match.rows[std::size_t(cell.pair)].b_row, cell.unit);
    });
    connect(state, &ViewState::stageChanged, this, &ComparePanel::displayLargest);
    retranslate();
}

void ComparePanel::chooseKind(int index) {
    switch (Reference::Kind(m_kind->itemData(index).toInt())) {
    case Reference::Kind::Original:
        return m_reference->useOriginal();
    case Reference::Kind::Kept:
        return m_reference->keep();
    case Reference::Kind::Random:
        return m_reference->useRandom();
    case Reference::Kind::File: {
        const QString file = QFileDialog::getOpenFileName(this, tr("Compare with a file"));
        if (!file.isEmpty()) m_reference->useFile(file);
        return showReference();
    }
    case Reference::Kind::Block: {
        // To begin with the next one, fed with the same where that can be.
        const QStringList blocks = m_reference->blocks();
        const qsizetype here = blocks.indexOf(QString::fromStdString(snapshot()->block));
        m_reference->useBlock(blocks[(here + 1) % blocks.size()], m_reference->inputs().first());
        return;
    }
    }
}

void ComparePanel::chooseBlock() {
    m_reference->useBlock(m_block->currentText(), Reference::Given(m_given->currentData().toInt()));
}

void ComparePanel::showReference() {
    m_kind->setCurrentIndex(m_kind->findData(int(m_reference->kind())));
    showBlocks();
}

// Another block can be chosen where the file has one.
void ComparePanel::showBlocks() {
    const QStringList blocks = m_reference->blocks();
    auto* kinds = qobject_cast<QStandardItemModel*>(m_kind->model());
    QStandardItem* other = kinds->item(m_kind->findData(int(Reference::Kind::Block)));
    other->setEnabled(blocks.size() > 1);
    other->setToolTip(blocks.size() > 1
                          ? QString()
                          : tr("What is open holds no other block of the same d_model to compare with."));
    m_blockLine->setVisible(m_reference->kind() == Reference::Kind::Block);
    m_block->clear();
    m_block->addItems(blocks);
    m_block->setCurrentIndex(m_block->findText(m_reference->block()));
    m_given->clear();
    for (const Reference::Given given : m_reference->inputs())
        m_given->addItem(given == Reference::Given::Same ? tr("fed with the same") : tr("fed with its own"),
                         int(given));
    m_given->setCurrentIndex(m_given->findData(int(m_reference->given())));
    m_given->setEnabled(m_given->count() > 1);
}

QString ComparePanel::inputNote() const {
    if (m_reference->kind() != Reference::Kind::Block) return {};
    return m_reference->given() == Reference::Given::Same
               ? tr("Both blocks are fed with the same: the input of the open one.")
               : tr("Each block is fed with its own: what it got in the model when it was captured.");
}

void ComparePanel::refresh() {
    showReference();
    // Until the reference is there, what was compared last stays.
    if (m_reference->isBeingComputed()) return;
    const SnapshotPtr other = m_reference->snapshot();
    if (!other || other == snapshot()) {
        m_comparison.reset();
        display();
        return present();
    }
    compute<std::shared_ptr<const Comparison>>(
        [a = other, b = snapshot(), name = m_reference->name(), inputs = inputNote(),
         inMap = m_inMap->isChecked()](const Progress& progress) {
            auto c = std::make_shared<Comparison>();
            c->here = b->tokens;
            c->there = a->tokens;
            c->against = name;
            c->inputs = inputs;
            c->match = match_tokens(*a, *b);
            c->stages = stage_distances(*a, *b, c->match, progress);
            for (const StageDistance& d : c->stages)
                c->largest[std::size_t(d.stage)] = largest_differences(*a, *b, c->match, d.stage, kLargest);
            // As large as the snapshot itself: only where it is looked at.
            if (inMap) c->difference = difference_snapshot(*a, *b, c->match, progress);
            return std::shared_ptr<const Comparison>(std::move(c));
        },
        [this](const std::shared_ptr<const Comparison>& c) {
            m_comparison = c;
            display();
        });
}

void ComparePanel::display() {
    const bool there = m_comparison != nullptr;
    for (QWidget* widget : std::initializer_list<QWidget*>{m_stages, m_largest, m_largestTitle, m_inMap})
        widget->setVisible(there);
    const bool justKept = m_reference->kind() == Reference::Kind::Kept && m_reference->snapshot() && !there;
    m_headline->setText(there      ? tr("Against %1").arg(m_comparison->against)
                        : justKept ? tr("Kept; nothing differs from it yet")
                                   : tr("Nothing to compare with yet"));
    m_note->clear();
    if (!there) {
        m_note->setText(
            justKept ? tr("Type, choose or edit something: what comes is compared with it.")
                     : tr("Edit some units, or keep this pass and open, choose or type something else."));
        return showDifference();
    }
    const TokenMatch& match = m_comparison->match;
    QStringList notes;
    if (!m_comparison->inputs.isEmpty()) notes += m_comparison->inputs;
    if (!sameTexts(match))
        notes += tr("%n tokens are compared; %L1 here and %L2 there have no counterpart (NaN in the map).",
                    nullptr, int(match.rows.size()))
                     .arg(match.unmatched_b)
                     .arg(match.unmatched_a);
    if (nothingDiffers(m_comparison->stages))
        notes += sameTexts(match)
                     ? tr("Nothing differs: every stage that is compared is the same here and there.")
                     : tr("The tokens that are compared are the same in every stage.");
    m_note->setText(notes.join('\n'));
    displayStages();
    displayLargest();
    showDifference();
}

void ComparePanel::displayStages() {
    std::vector<qint64> keys;
    using enum NumberColumn::Form;
    NumberColumn name = named(tr("stage"), Text);
    NumberColumn most = named(tr("largest"), Number, tr("Largest magnitude of a difference"));
    NumberColumn relative =
        named(tr("relative"), Number, tr("Length of the difference over the length of the reference"));
    NumberColumn cosine = named(tr("cosine"), Decimals, tr("Cosine between the two"));
    NumberColumn cells = named(tr("cells"), Count, tr("Cells that differ"));
    for (const StageDistance& d : m_comparison->stages) {
        keys.push_back(qint64(d.stage));
        name.texts += stageTitle(d.stage);
        most.numbers.push_back(d.max_abs);
        relative.numbers.push_back(d.relative_l2);
        cosine.numbers.push_back(d.cosine);
        cells.numbers.push_back(double(d.differing));
    }
    m_stages->setTable(keys, {name, most, relative, cosine, cells});
}

// By its name on either side, where those differ.
QString ComparePanel::tokenOf(const RowPair& pair) const {
    const auto label = [&pair](const TokenBatch& tokens, std::int64_t position) {
        return tokenLabel(tokens.rows[std::size_t(pair.batch)][std::size_t(position)], position);
    };
    const QString here = label(*m_comparison->here, pair.b_position);
    const QString there = label(*m_comparison->there, pair.a_position);
    return pair.same ? here : QString("%1 → %2").arg(there, here);
}

void ComparePanel::displayLargest() {
    if (!m_comparison) return;
    const Stage stage = state().stage();
    m_stages->setCurrentKey(qint64(stage));
    const auto& list = m_comparison->largest[std::size_t(stage)];
    m_largest->setVisible(!list.empty());
    const bool compared = std::ranges::count(m_comparison->stages, stage, &StageDistance::stage) > 0;
    m_largestTitle->setText((!compared ? tr("%1 is not compared: not there on both sides, or not as wide")
                             : list.empty() ? tr("Nothing differs in %1")
                                            : tr("Largest differences of %1"))
                                .arg(stageTitle(stage)));
    std::vector<qint64> keys;
    using enum NumberColumn::Form;
    NumberColumn token = named(tr("token"), Text, tr("Where the texts differ: there → here")),
                 unit = named(tr("unit"), Count), before = named(tr("there"), Number),
                 now = named(tr("here"), Number), by = named(tr("difference"), Number);
    by.bar = NumberColumn::Bar::Signed;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const CellDifference& cell = list[i];
        const RowPair& pair = m_comparison->match.rows[std::size_t(cell.pair)];
        keys.push_back(qint64(i));
        token.texts += tokenOf(pair);
        unit.numbers.push_back(double(cell.unit));
        before.numbers.push_back(double(cell.a));
        now.numbers.push_back(double(cell.b));
        by.numbers.push_back(cell.difference);
    }
    by.full = by.numbers.empty() || by.numbers.front() == 0 ? 1 : std::abs(by.numbers.front());
    m_largest->setTable(keys, {token, unit, before, now, by});
}

void ComparePanel::showDifference() {
    const SnapshotPtr wanted = m_comparison ? m_comparison->difference : nullptr;
    if (wanted == m_difference) return;
    m_difference = wanted;
    emit differenceChanged(wanted);
}

void ComparePanel::showCursor() {}

bool ComparePanel::isWanted() const {
    return Panel::isWanted() || m_inMap->isChecked();
}

void ComparePanel::retranslate() {
    m_against->setText(tr("Aga&inst"));
    m_keep->setText(tr("&Keep this"));
    m_keep->setToolTip(tr("What is open now is what all later passes are compared with"));
    m_inMap->setText(tr("&Differences in the heat map"));
    m_kind->clear();
    m_kind->addItem(tr("the original, without edits"), int(Reference::Kind::Original));
    m_kind->addItem(tr("what is kept"), int(Reference::Kind::Kept));
    m_kind->addItem(tr("random weights"), int(Reference::Kind::Random));
    m_kind->addItem(tr("a file…"), int(Reference::Kind::File));
    m_kind->addItem(tr("another block"), int(Reference::Kind::Block));
    m_blockLabel->setText(tr("&Block"));
    m_block->setAccessibleName(tr("Block to compare with"));
    m_given->setAccessibleName(tr("What that block is fed with"));
    m_given->setToolTip(tr("The input of the open block, or what that block got in the model"));
    m_kind->setAccessibleName(tr("What to compare with"));
    m_stages->setAccessibleName(tr("Distance of every stage"));
    m_largest->setAccessibleName(tr("Largest differences"));
    invalidate();
}

} // namespace ffn::ui

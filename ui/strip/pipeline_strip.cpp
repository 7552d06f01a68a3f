#include "ui/strip/pipeline_strip.h"

#include "engine/forward/forward.h"
#include "ui/heatmap/short_number.h"
#include "ui/heatmap/thumbnail.h"
#include "ui/strip/stage_card.h"
#include "ui/strip/stage_names.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QScrollBar>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ffn::ui {

namespace {

// The order a person reads: a pre-norm block's statistics come before the first matrix.
std::vector<Stage> readingOrder(const FeedForwardConfig& config) {
    std::vector<Stage> order = stages_of(config);
    if (config.norm == Norm::RmsNorm) std::erase(order, Stage::NormMean); // it takes none away
    if (!is_pre_norm(config)) return order;
    const auto is_early = [](Stage s) { return info(s).width == StageWidth::One || s == Stage::Normalized; };
    std::stable_partition(order.begin() + 1, order.end(), is_early);
    return order;
}

QString shapeText(const Shape& shape, StageWidth width) {
    QString text = QString("[%1, %2").arg(shape.batch).arg(shape.len);
    return width == StageWidth::One ? text + "]" : text + QString(", %1]").arg(shape.dim);
}

} // namespace

PipelineStrip::PipelineStrip(ViewState* state, QWidget* parent) : QScrollArea(parent), m_state(state) {
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Stages of the block"));
    connect(state, &ViewState::stageChanged, this, &PipelineStrip::lightChosen);
    connect(m_state, &ViewState::litChanged, this, &PipelineStrip::lightRows);
    connect(&m_jobs, &JobRunner::busyChanged, this, [this](bool busy) {
        if (!busy) emit settled();
    });
}

void PipelineStrip::setSnapshot(SnapshotPtr snapshot) {
    const bool sameCards = m_snapshot && m_snapshot->config == snapshot->config && !m_cards.empty();
    m_snapshot = std::move(snapshot);
    if (!sameCards) rebuild();
    refresh();
    drawThumbnails();
}

void PipelineStrip::rebuild() {
    m_cards.clear();
    auto* content = new QWidget;
    auto* row = new QHBoxLayout(content);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(4);
    const FeedForwardConfig& config = m_snapshot->config;
    QBoxLayout* statistics = nullptr;
    for (const Stage stage : readingOrder(config)) {
        using enum Stage;
        if (info(stage).width == StageWidth::One) {
            if (!statistics) {
                addJoint(config.norm == Norm::RmsNorm ? "RMS" : "LN", normTitle(config.norm), row);
                statistics = new QVBoxLayout;
                statistics->setSpacing(3);
                row->addLayout(statistics);
            }
            addCard(stage, statistics);
            continue;
        }
        const bool joined = stage != Input && stage != GatePreActivation;
        if (stage == GatePreActivation)
            addJoint("Wg", tr("gate matrix Wg and bias"), row);
        else if (stage == PreActivation)
            addJoint("W₁", tr("first matrix W₁ and bias b₁"), row);
        else if (stage == Gate || (stage == Hidden && !config.gated))
            addJoint(activationTitle(config.activation), tr("activation"), row);
        else if (stage == Hidden)
            addJoint("⊙", tr("gate times pre-activation"), row);
        else if (stage == Projection)
            addJoint("W₂", tr("second matrix W₂ and bias b₂"), row);
        else if (stage == Update)
            addJoint(config.norm == Norm::RmsNorm ? "RMS₂" : "LN₂", tr("the second norm, of what is added"),
                     row);
        else if (stage == ResidualSum)
            addJoint("⊕ x", tr("the residual: the input is added"), row);
        else if (joined)
            addJoint("→", {}, row);
        addCard(stage, row);
    }
    setWidget(content);
    fitHeight();
    lightChosen();
}

void PipelineStrip::setLow(bool low) {
    if (low == std::exchange(m_low, low) || !widget()) return;
    fitHeight(); // whereupon the thumbnails are drawn anew
}

void PipelineStrip::fitHeight() {
    for (StageCard* card : m_cards)
        card->setLow(m_low);
    widget()->layout()->activate();
    setFixedHeight(widget()->sizeHint().height() + horizontalScrollBar()->sizeHint().height());
}

void PipelineStrip::addCard(Stage stage, QBoxLayout* layout) {
    auto* card = new StageCard(stage, m_snapshot->config.norm, nullptr);
    connect(card, &QAbstractButton::clicked, this, [this, stage] {
        m_state->setStage(stage);
        lightChosen();
    });
    card->installEventFilter(this);
    layout->addWidget(card, info(stage).width == StageWidth::Hidden ? 3 : 2);
    m_cards.push_back(card);
}

void PipelineStrip::addJoint(const QString& text, const QString& tip, QBoxLayout* layout) {
    auto* label = new QLabel(text);
    label->setAlignment(Qt::AlignCenter);
    label->setToolTip(tip);
    label->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(label);
}

void PipelineStrip::refresh() {
    if (!m_snapshot) return;
    for (StageCard* card : m_cards) {
        const Stage stage = card->stage();
        const StageSummary& s = m_snapshot->summary(stage);
        const qint64 odd = s.nan + s.pos_inf + s.neg_inf;
        QString number;
        if (!m_snapshot->has(stage))
            number = tr("not kept");
        else if (odd > 0)
            number = tr("%L1 NaN/Inf").arg(odd);
        else if (stage == Stage::Hidden)
            number = tr("%1 % zero").arg(100 * s.zero_fraction(), 0, 'f', 1);
        else if (info(stage).width == StageWidth::One)
            number = shortNumber(s.mean);
        else
            number = "σ " + shortNumber(s.std());
        const QString shape =
            m_snapshot->has(stage) ? shapeText(m_snapshot->shape(stage), info(stage).width) : QString("[–]");
        card->setContents(shape, number, odd > 0, stageFormula(*m_snapshot, stage));
        card->setEnabled(m_snapshot->has(stage));
    }
}

void PipelineStrip::lightChosen() {
    for (StageCard* card : m_cards) {
        const bool chosen = card->stage() == m_state->stage();
        card->setChecked(chosen);
        if (chosen) ensureWidgetVisible(card, 20, 0);
    }
}

void PipelineStrip::lightRows() {
    const double rows = m_snapshot ? double(m_snapshot->tokens->batch() * m_snapshot->tokens->len()) : 0;
    const double from = double(m_state->litFirst()), to = from + double(m_state->litCount());
    for (StageCard* card : m_cards)
        card->setLit(rows > 0 ? from / rows : 0, rows > 0 ? to / rows : 0);
}

void PipelineStrip::drawThumbnails() {
    if (!m_snapshot || m_cards.empty()) return;
    struct Wanted {
        Stage stage;
        QSize size;
    };
    std::vector<Wanted> wanted;
    const qreal ratio = devicePixelRatioF();
    for (const StageCard* card : m_cards) {
        const QSize size = (QSizeF(card->thumbnailRect().size()) * ratio).toSize();
        if (m_snapshot->has(card->stage()) && info(card->stage()).width != StageWidth::One && !size.isEmpty())
            wanted.push_back({card->stage(), size});
    }
    const bool dark = palette().color(QPalette::Window).lightness() < 128;
    using Images = std::vector<std::pair<Stage, QImage>>;
    m_jobs.start<Images>(
        [snapshot = m_snapshot, wanted, dark](const Progress& progress) {
            Images images;
            for (const Wanted& w : wanted) {
                progress.check();
                images.emplace_back(w.stage, stageThumbnail(*snapshot, w.stage, w.size, dark));
            }
            return images;
        },
        [this](Images images) {
            for (auto& [stage, image] : images)
                for (StageCard* card : m_cards)
                    if (card->stage() == stage) card->setThumbnail(image);
        });
}

void PipelineStrip::step(int by) {
    const auto chosen =
        std::ranges::find_if(m_cards, [](const StageCard* card) { return card->isChecked(); });
    const qint64 last = qint64(m_cards.size()) - 1;
    const qint64 from = chosen == m_cards.end() ? 0 : chosen - m_cards.begin();
    for (qint64 to = from + by; to >= 0 && to <= last; to += by) {
        if (!m_cards[std::size_t(to)]->isEnabled()) continue;
        m_state->setStage(m_cards[std::size_t(to)]->stage());
        return;
    }
}

void PipelineStrip::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Left)
        step(-1);
    else if (event->key() == Qt::Key_Right)
        step(1);
    else
        QScrollArea::keyPressEvent(event);
}

bool PipelineStrip::eventFilter(QObject* object, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Left || key == Qt::Key_Right) {
            step(key == Qt::Key_Left ? -1 : 1);
            for (StageCard* card : m_cards)
                if (card->isChecked()) card->setFocus();
            return true;
        }
    }
    return QScrollArea::eventFilter(object, event);
}

void PipelineStrip::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange && m_snapshot) {
        rebuild();
        refresh();
        drawThumbnails();
    }
    if (event->type() == QEvent::LanguageChange) setAccessibleName(tr("Stages of the block"));
    if (event->type() == QEvent::PaletteChange) drawThumbnails();
    if (event->type() == QEvent::FontChange && m_snapshot) {
        rebuild();
        refresh();
    }
    QScrollArea::changeEvent(event);
}

void PipelineStrip::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    drawThumbnails();
}

} // namespace ffn::ui

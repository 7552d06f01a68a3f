#include "ui/model_browser/tensor_view.h"

#include "ui/dialogs/reason_label.h"
#include "ui/heatmap/heat_map_view.h"
#include "ui/heatmap/short_number.h"
#include "ui/model_browser/tensor_picture.h"
#include "ui/panels/histogram_panel.h"

#include <QtWidgets>

namespace ffn::ui {

TensorView::TensorView(QWidget* parent)
    : QWidget(parent), m_state(new ViewState(this)), m_map(new HeatMapView(m_state, this, MapOf::Matrix)),
      m_histogram(new HistogramPanel(m_state)), m_title(new QLabel), m_note(new QLabel), m_cell(new QLabel),
      m_message(reasonLabel()), m_reading(new QLabel), m_progress(new QProgressBar), m_stop(new QToolButton),
      m_content(new QSplitter(Qt::Vertical)), m_pages(new QStackedWidget) {
    m_state->setStage(kTensorStage);
    layOut();
    connect(m_state, &ViewState::cellChanged, this, &TensorView::showCell);
    connect(m_state, &ViewState::pinnedChanged, this, &TensorView::showCell);
    connect(m_stop, &QToolButton::clicked, this, &TensorView::stop);
    connect(&m_jobs, &JobRunner::busyChanged, m_work, &QWidget::setVisible);
    connect(&m_jobs, &JobRunner::progressed, this, [this](qint64 done, qint64 total) {
        m_progress->setRange(0, 1000);
        m_progress->setValue(total > 0 ? int(done * 1000 / total) : 0);
    });
    connect(&m_jobs, &JobRunner::failed, this, &TensorView::showNothing);
    connect(m_map, &HeatMapView::failed, this, &TensorView::showNothing);
    retranslate();
}

void TensorView::layOut() {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    for (QLabel* label : {m_title, m_note, m_cell}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setContentsMargins(8, 0, 8, 0);
        column->addWidget(label);
    }
    QFont bold;
    bold.setBold(true);
    m_title->setFont(bold);
    m_title->setObjectName("tensorTitle");
    m_note->setObjectName("tensorNote");
    m_cell->setObjectName("tensorCell");
    m_message->setObjectName("tensorMessage");
    m_message->setAlignment(Qt::AlignCenter);
    m_content->addWidget(mapWithMeaning());
    m_content->addWidget(m_histogram);
    m_content->setStretchFactor(0, 1);
    m_content->setChildrenCollapsible(false);
    m_content->setSizes({500, 260});
    m_pages->addWidget(m_message);
    m_pages->addWidget(m_content);
    column->addWidget(progressRow());
    column->addWidget(m_pages, 1);
}

// The map, and below it what a pixel is.
QWidget* TensorView::mapWithMeaning() {
    auto* part = new QWidget;
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* pixel = new QLabel;
    pixel->setObjectName("tensorPixel");
    pixel->setAlignment(Qt::AlignRight);
    pixel->setContentsMargins(8, 0, 8, 0);
    connect(m_map, &HeatMapView::pixelMeaningChanged, pixel, &QLabel::setText);
    column->addWidget(m_map, 1);
    column->addWidget(pixel);
    return part;
}

QWidget* TensorView::progressRow() {
    m_work = new QWidget;
    auto* row = new QHBoxLayout(m_work);
    row->setContentsMargins(8, 0, 8, 0);
    m_progress->setTextVisible(false);
    m_stop->setText("■");
    row->addWidget(m_reading, 1);
    row->addWidget(m_progress);
    row->addWidget(m_stop);
    m_work->hide();
    return m_work;
}

void TensorView::show(std::shared_ptr<const TensorArchive> archive, std::size_t index,
                      std::optional<TensorMeaning> meaning, quint64 limit) {
    const Asked asked{std::move(archive), index, std::move(meaning)};
    m_reading->setText(tr("Reading %1…").arg(QString::fromStdString(asked.archive->tensors()[index].name)));
    m_progress->setRange(0, 0);
    m_jobs.start<SnapshotPtr>(
        [asked, limit](const Progress& progress) {
            return loadTensor(*asked.archive, asked.index, limit, progress);
        },
        [this, asked](SnapshotPtr tensor) { present(asked, std::move(tensor)); });
}

void TensorView::setMeaning(std::optional<TensorMeaning> meaning) {
    m_asked.meaning = std::move(meaning);
    retranslate();
}

void TensorView::showNothing(const QString& why) {
    m_jobs.stop();
    m_asked = {};
    m_shown.reset();
    m_map->setSnapshot(nullptr);
    m_histogram->setSnapshot(nullptr);
    m_title->clear();
    m_note->clear();
    m_cell->clear();
    m_message->setText(why);
    m_pages->setCurrentWidget(m_message);
    emit shownChanged();
}

void TensorView::present(const Asked& asked, SnapshotPtr tensor) {
    m_asked = asked;
    m_shown = std::move(tensor);
    const MatrixForm form = matrixForm(m_asked.archive->tensors()[asked.index].shape);
    m_pages->setCurrentWidget(m_content);
    m_histogram->setSubject(QString::fromStdString(m_shown->block));
    m_state->setPinned(false);
    m_map->setSnapshot(m_shown);
    m_histogram->setSnapshot(m_shown);
    m_state->fitTo(form.rows, form.columns, 1);
    retranslate();
    emit shownChanged();
}

void TensorView::light(const ViewState& state) {
    if (!m_shown || !m_asked.meaning) return;
    const auto place = [&](const TensorMeaning::Axis& axis, qint64 otherwise) {
        const qint64 unit = state.unit(axis.width);
        return axis.width == StageWidth::One || unit < 0 ? std::max<qint64>(0, otherwise) : axis.first + unit;
    };
    const qint64 row = place(m_asked.meaning->rows, m_state->row());
    const qint64 column = place(m_asked.meaning->columns, m_state->unit());
    const Shape shape = m_shown->shape(kTensorStage);
    if (row < shape.rows() && column < shape.dim) m_map->goTo(row, column);
}

void TensorView::showCell() {
    const qint64 row = m_state->row(), column = m_state->unit();
    if (!m_shown || row < 0 || column < 0) return m_cell->clear();
    const Shape shape = m_shown->shape(kTensorStage);
    if (row >= shape.rows() || column >= shape.dim) return m_cell->clear();
    QString text =
        QString("%1 = %2").arg(cellPlace(m_asked.archive->tensors()[m_asked.index].shape, row, column),
                               fullNumber(m_shown->stage(kTensorStage).at(row, column)));
    if (m_state->pinned()) text += " · " + tr("pinned");
    m_cell->setText(text);
}

bool TensorView::isSettled() const {
    return !m_jobs.busy() && (!m_shown || (m_map->isSettled() && m_histogram->isSettled()));
}

void TensorView::retranslate() {
    m_stop->setToolTip(tr("Stop"));
    m_stop->setAccessibleName(tr("Stop"));
    m_progress->setAccessibleName(tr("Progress"));
    m_map->setAccessibleName(tr("Heat map of the chosen tensor"));
    if (!m_shown) return;
    const TensorInfo& tensor = m_asked.archive->tensors()[m_asked.index];
    m_title->setText(QString("%1 · %2 · %3")
                         .arg(QString::fromStdString(tensor.name), QString::fromStdString(tensor.dtype),
                              shapeText(tensor.shape)));
    QStringList notes;
    if (m_asked.meaning) notes += m_asked.meaning->sentence;
    if (const QString form = formNote(tensor.shape); !form.isEmpty()) notes += form;
    m_note->setText(notes.join(' '));
    m_note->setVisible(!notes.isEmpty());
    showCell();
}

void TensorView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

} // namespace ffn::ui

#include "ui/window/main_window.h"

#include "engine/core/memory.h"
#include "ui/compare/compare_panel.h"
#include "ui/compare/reference.h"
#include "ui/edits/edits_panel.h"
#include "ui/first_size.h"
#include "ui/heatmap/cell_search.h"
#include "ui/heatmap/heat_map_view.h"
#include "ui/inspector/inspector_view.h"
#include "ui/inspector/words_panel.h"
#include "ui/model_browser/model_browser.h"
#include "ui/panels/histogram_panel.h"
#include "ui/panels/numerics_panel.h"
#include "ui/panels/panel_group.h"
#include "ui/panels/units_panel.h"
#include "ui/strip/pipeline_strip.h"
#include "ui/window/demo.h"
#include "ui/window/export_job.h"
#include "ui/window/language.h"
#include "ui/window/menus.h"
#include "ui/window/message_bar.h"
#include "ui/window/part_export.h"
#include "ui/window/pieces_bar.h"
#include "ui/window/preferences.h"
#include "ui/window/tool_row.h"

#include <QtWidgets>

namespace ffn::ui {

namespace {

constexpr int kLowWindow = 40; // lines of text: below that many the strip is low

// What the tokens were made from; nothing where that is no text.
std::vector<std::string> textsOf(const Opened& opened) {
    if (!opened.encoder) return {};
    return opened.example.empty() ? opened.request.input.texts : std::vector{opened.example};
}

} // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent), m_document(new Document(this)), m_state(new ViewState(this)),
      m_menus(new Menus(this, m_document->undoStack())), m_exports(new ExportJob(this)) {
    setAcceptDrops(true);
    buildParts();
    buildStatusBar();
    connectDocument();
    connectPanels();
    connectMenus();
    connectSettings();
    retranslate();
    setFirstSize(*this, {1440, 900});
    restoreGeometry(QSettings().value("window/geometry").toByteArray());
    if (!isMaximized() && !isFullScreen()) setFirstSize(*this, size()); // the screen may be another one now
    m_across->restoreState(QSettings().value("window/across").toByteArray());
    m_down->restoreState(QSettings().value("window/down").toByteArray());
}

MainWindow::~MainWindow() = default;

void MainWindow::buildParts() {
    m_tools = new ToolRow({m_menus->open, m_menus->random, m_menus->browse, m_menus->exportAll}, this);
    m_tools->setObjectName("tools");
    addToolBar(m_tools);
    m_message = new MessageBar(this);
    m_pieces = new PiecesBar(m_state, this);
    m_strip = new PipelineStrip(m_state, this);
    m_map = new HeatMapView(m_state, this);
    m_partExport = new PartExport(m_map, this);
    m_inspector = new InspectorView(m_state, this);
    m_tabs = new QTabWidget(this);
    m_tabs->setDocumentMode(true);
    m_reference = new Reference(m_document, this);
    m_edits = new EditsPanel(m_state);
    m_compare = new ComparePanel(m_state, m_reference);
    m_units = new UnitsPanel(m_state);
    m_words = new WordsPanel(m_state);
    m_panels = {sparsityPanels(m_state),
                m_units,
                m_edits,
                m_compare,
                residualPanels(m_state),
                normPanels(m_state),
                new HistogramPanel(m_state),
                new NumericsPanel(m_state),
                m_words};
    for (Panel* panel : m_panels)
        m_tabs->addTab(panel, QString());

    m_down = new QSplitter(Qt::Vertical, this);
    m_down->addWidget(m_inspector);
    m_down->addWidget(m_tabs);
    m_down->setSizes({370, 230}); // all eight terms of a cell, and their total
    m_down->setStretchFactor(1, 1);
    m_across = new QSplitter(Qt::Horizontal, this);
    m_across->addWidget(m_map);
    m_across->addWidget(m_down);
    m_across->setStretchFactor(0, 1);
    m_across->setSizes({1000, 440});
    m_across->setChildrenCollapsible(false);

    auto* centre = new QWidget(this);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_message);
    column->addWidget(m_pieces);
    column->addWidget(m_strip);
    column->addWidget(m_across, 1);
    setCentralWidget(centre);
}

void MainWindow::buildStatusBar() {
    m_cell = new QLabel(this);
    m_source = new QLabel(this);
    m_pixel = new QLabel(this);
    m_counts = new QLabel(this);
    m_memory = new QLabel(this);
    m_edited = new QLabel(this);
    m_edited->setObjectName("edited");
    m_edited->setStyleSheet("font-weight: bold");
    statusBar()->addWidget(m_cell, 1);
    for (QLabel* label : {m_edited, m_source, m_pixel, m_counts, m_memory}) {
        label->setContentsMargins(8, 0, 8, 0);
        statusBar()->addPermanentWidget(label);
    }
    connect(m_map, &HeatMapView::cellMeaningChanged, m_cell, &QLabel::setText);
    connect(m_map, &HeatMapView::pixelMeaningChanged, m_pixel, &QLabel::setText);
}

void MainWindow::connectDocument() {
    connect(m_document, &Document::snapshotChanged, this, &MainWindow::showSnapshot);
    connect(m_document, &Document::modelChanged, this, [this] {
        m_newModel = true;
        showModel();
    });
    connect(m_document, &Document::busyChanged, this, &MainWindow::showWork);
    connect(m_document, &Document::progressed, m_tools, &ToolRow::setProgress);
    connect(m_document, &Document::failed, this, &MainWindow::showFailure);
    connect(m_document, &Document::blockUnknown, this, &MainWindow::askForMapping);
    connect(m_document, &Document::stopped, this, [this] { showControls(false); });
    const auto complain = [this](const QString& sentence) {
        m_message->show(sentence, MessageBar::Kind::Error);
    };
    connect(m_map, &HeatMapView::failed, this, complain);
    connect(m_tools, &ToolRow::blockChosen, m_document, &Document::chooseBlock);
    connect(m_tools, &ToolRow::textsTyped, m_document, &Document::setTexts);
    connect(m_tools, &ToolRow::typingEnded, m_document, &Document::endTyping);
    connectInput();
    connect(m_tools, &ToolRow::stopWanted, this, &MainWindow::stop);
    connect(m_exports, &ExportJob::busyChanged, this, &MainWindow::showWork);
    connect(m_exports, &ExportJob::progressed, m_tools, &ToolRow::setProgress);
    connect(m_exports, &ExportJob::failed, this, complain);
    connect(m_partExport, &PartExport::busyChanged, this, &MainWindow::showWork);
    connect(m_partExport, &PartExport::failed, this, complain);
    connect(m_partExport, &PartExport::said, this,
            [this](const QString& sentence) { m_message->show(sentence, MessageBar::Kind::Note); });
    connect(m_exports, &ExportJob::finished, this, [this](int files, const QString& folder) {
        m_message->show(tr("%n file(s) written to %1", nullptr, files).arg(folder), MessageBar::Kind::Note);
    });
}

void MainWindow::connectPanels() {
    connect(m_edits, &EditsPanel::edited, m_document, &Document::setEdits);
    connect(m_words, &WordsPanel::editedWordsChanged, m_edits, &EditsPanel::setWords);
    connect(m_tabs, &QTabWidget::currentChanged, this,
            [this] { m_words->setWatched(m_tabs->currentWidget() == m_edits); });
    connect(m_compare, &ComparePanel::differenceChanged, this, &MainWindow::showMap);
    connect(m_reference, &Reference::changed, this, [this] {
        if (!m_reference->isBeingComputed()) m_message->withdraw(m_reference);
    });
    connect(m_reference, &Reference::failed, this, [this](const QString& sentence) {
        m_message->show(sentence, MessageBar::Kind::Error, m_reference);
    });
}

bool MainWindow::isWriting() const {
    return m_exports->isBusy() || m_partExport->isBusy();
}

void MainWindow::showWork() {
    m_tools->setBusy(m_document->isBusy() || isWriting());
}

void MainWindow::stop() {
    m_document->stop();
    m_exports->stop();
    m_partExport->stop();
}

void MainWindow::showFailure(const QString& sentence) {
    m_message->show(sentence, MessageBar::Kind::Error);
    showControls(true); // half a word may fail where the whole will not
    // What the window was started with cannot be opened: it still opens on something worth looking at.
    if (m_document->snapshot() || m_keepMessage) return;
    m_keepMessage = true;
    m_document->start(demoRequest());
}

// What was asked for in vain, or waits, is not what is open.
void MainWindow::showControls(bool keepTyped) {
    const Opened& opened = m_document->opened();
    if (!opened.snapshot) return;
    m_tools->show(opened, keepTyped ? ToolRow::Typed::Keep : ToolRow::Typed::Replace);
    m_edits->setEdits(opened.request.edits, opened.original);
}

void MainWindow::showSnapshot(SnapshotPtr snapshot) {
    const Opened& opened = m_document->opened();
    if (std::exchange(m_keepMessage, false)) {
    } else if (m_newModel && !snapshot->model) {
        m_message->show(
            tr("This file holds no weights. What needs them cannot be shown: how a cell came about, "
               "what units read and write, edits. Open the weights, too, to have it all."),
            MessageBar::Kind::Note);
    } else if (opened.warning.empty())
        m_message->hide();
    else
        m_message->show(QString::fromStdString(opened.warning), MessageBar::Kind::Note);
    showControls(!m_document->isCurrent());
    m_state->setLit(0, 0);
    m_pieces->setTokens(snapshot->tokens, textsOf(opened));
    if (!snapshot->has(m_state->stage())) {
        for (const StageInfo& s : stages())
            if (snapshot->has(s.stage)) m_state->setStage(s.stage);
        if (snapshot->has(Stage::Hidden)) m_state->setStage(Stage::Hidden);
    }
    const qint64 rows = snapshot->tokens->batch() * snapshot->tokens->len();
    m_strip->setSnapshot(snapshot);
    m_reference->follow();
    showMap();
    m_inspector->setSnapshot(snapshot);
    m_words->setOpened(opened);
    for (Panel* panel : m_panels)
        panel->setSnapshot(snapshot);
    m_state->fitTo(rows, snapshot->config.d_model, snapshot->config.d_ff);
    if (std::exchange(m_newModel, false)) pointAtLargest(snapshot);
    showCounts(*snapshot);
}

// The difference where that is asked for; an older one stays until the newer is there.
void MainWindow::showMap() {
    if (const SnapshotPtr difference = m_compare->difference())
        m_map->setDifference(difference, m_reference->name());
    else
        m_map->setSnapshot(m_document->snapshot());
}

// A cell worth looking at to begin with: what the block is most excited about, also where an edit silences
// it.
void MainWindow::pointAtLargest(const SnapshotPtr& snapshot) {
    if (!snapshot->has(Stage::Hidden)) return;
    const qint64 row = m_state->row(), unit = m_state->unit(StageWidth::Hidden);
    m_pointing.start<std::optional<Cell>>(
        [original = m_document->opened().original](const Progress& progress) {
            const Shape shape = original->shape(Stage::Hidden);
            const RowLabels rows(original->tokens, shape.batch, shape.len);
            return largestCell(original->stage(Stage::Hidden), rows, progress);
        },
        [this, snapshot, row, unit](const std::optional<Cell>& cell) {
            const bool moved = row != m_state->row() || unit != m_state->unit(StageWidth::Hidden);
            if (!cell || moved || snapshot != m_document->snapshot()) return;
            const Stage chosen = m_state->stage();
            m_state->pointAt(Stage::Hidden, cell->first, cell->second);
            m_state->setStage(chosen);
        });
}

// A block deep in a model sees what attention left, not raw embeddings: say which of the two this is.
QString MainWindow::inputSource() const {
    const Opened& opened = m_document->opened();
    if (!opened.captured.empty() || !opened.request.capture.empty())
        return tr("input: captured, what this block got in the model");
    if (!opened.request.snapshot.empty()) return tr("input: as saved");
    if (!opened.request.input.input.empty()) return tr("input: hidden states from a file");
    if (!opened.encoder) return {};
    const TokenEncoder& encoder = *opened.encoder;
    QString rows = encoder.table
                       ? tr("input: embeddings only, %1").arg(QString::fromStdString(encoder.embedding))
                       : tr("input: random rows (seed %1)").arg(encoder.seed);
    if (encoder.positions == Positions::Sinusoidal) rows = tr("%1 + positions").arg(rows);
    // Where there is a model, its vocabulary would have given other ones.
    const bool invented = opened.model.archive && opened.request.input.ids.empty() && encoder.numbers_words();
    return invented ? tr("%1; ids by order of appearance").arg(rows) : rows;
}

void MainWindow::showCounts(const Snapshot& snapshot) {
    m_source->setText(inputSource());
    const auto& edits = m_document->opened().request.edits.edits;
    const int on = int(std::ranges::count_if(edits, &UnitEdit::on));
    m_edited->setVisible(on > 0);
    m_edited->setText(tr("%n edit(s) on", nullptr, on));
    m_edited->setToolTip(tr("This is not the original pass; the panel Edits lists what was changed"));
    qint64 nan = 0, inf = 0;
    for (const StageInfo& s : stages()) {
        if (s.stage == Stage::Output && output_is_sum(snapshot.config)) continue; // the sum once more
        const StageSummary& summary = snapshot.summary(s.stage);
        nan += summary.nan;
        inf += summary.pos_inf + summary.neg_inf;
    }
    m_counts->setText(nan + inf == 0 ? tr("no NaN, no Inf") : tr("%L1 NaN, %L2 Inf").arg(nan).arg(inf));
    m_memory->setText(QString::fromStdString(bytes_text(memory_bytes(snapshot))));
    m_memory->setToolTip(tr("Weights and stages in memory"));
}

void MainWindow::showModel() {
    const Opened& opened = m_document->opened();
    const QString file = opened.request.snapshot.empty()
                             ? QString::fromStdString(opened.request.model.weights.string())
                             : QString::fromStdString(opened.request.snapshot.string());
    const bool demo = opened.request.model.weights == demoFile() && opened.request.snapshot.empty();
    if (!file.isEmpty() && !demo) preferences::addRecentFile(file);
    // A folder may be named with a slash behind it.
    QString title = demo ? tr("demo") : QFileInfo(QDir::cleanPath(file)).fileName();
    if (file.isEmpty() && opened.snapshot) title = QString::fromStdString(opened.snapshot->source);
    setWindowTitle(tr("%1 — ffnscope").arg(title));
}

QString MainWindow::message() const {
    return m_message->text();
}

bool MainWindow::isSettled() const {
    const bool panels = std::ranges::all_of(m_panels, [](const Panel* panel) { return panel->isSettled(); });
    return !m_document->isBusy() && !isWriting() && !m_pointing.busy() && !m_reference->isBusy() &&
           (!m_browser || m_browser->isSettled()) && m_strip->isSettled() && m_map->isSettled() &&
           m_inspector->isSettled() && panels;
}

void MainWindow::retranslate() {
    m_menus->retranslate();
    const QStringList titles{tr("Sparsity"),  tr("Units"),     tr("Edits"),    tr("Compare"), tr("Residual"),
                             tr("LayerNorm"), tr("Histogram"), tr("Numerics"), tr("Words")};
    for (int i = 0; i < titles.size(); ++i)
        m_tabs->setTabText(i, titles[i]);
    m_menus->setPanels(titles);
    m_tabs->setAccessibleName(tr("Panels"));
    m_map->setAccessibleName(tr("Heat map of the chosen stage"));
    m_inspector->setAccessibleName(tr("Inspector: the cell under the cursor"));
    if (m_document->snapshot()) {
        m_tools->show(m_document->opened());
        showCounts(*m_document->snapshot());
        showModel();
    } else {
        setWindowTitle("ffnscope");
    }
}

void MainWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    if (event->type() == QEvent::FontChange && m_strip) fitStrip();
    QMainWindow::changeEvent(event);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    const auto sure = [this] {
        return QMessageBox::question(this, tr("Close"),
                                     tr("Files are still being written. Close and leave out the rest?"));
    };
    if (isWriting() && sure() != QMessageBox::Yes) return event->ignore();
    QSettings settings;
    settings.setValue("window/geometry", saveGeometry());
    settings.setValue("window/across", m_across->saveState());
    settings.setValue("window/down", m_down->saveState());
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    QStringList files;
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile()) files.append(url.toLocalFile());
    if (!files.isEmpty()) openFiles(files);
}

void MainWindow::fitStrip() {
    m_strip->setLow(height() < fontMetrics().height() * kLowWindow);
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    fitStrip();
    QMainWindow::resizeEvent(event);
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && (m_document->isBusy() || isWriting()))
        stop();
    else if (event->key() == Qt::Key_Escape && m_message->isVisible())
        m_message->hide();
    else
        QMainWindow::keyPressEvent(event);
}

} // namespace ffn::ui

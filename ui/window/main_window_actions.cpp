// What the window does on a person's word: menus, dialogs, settings.
#include "ui/window/main_window.h"

#include "engine/core/memory.h"
#include "ui/compare/reference.h"
#include "ui/dialogs/about_dialog.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/go_to_dialog.h"
#include "ui/dialogs/mapping_dialog.h"
#include "ui/dialogs/random_dialog.h"
#include "ui/dialogs/shortcuts_dialog.h"
#include "ui/edits/edits_panel.h"
#include "ui/heatmap/heat_map_view.h"
#include "ui/inspector/words_panel.h"
#include "ui/model_browser/model_browser.h"
#include "ui/scan/layers_dialog.h"
#include "ui/scan/scan_dialog.h"
#include "ui/strip/pipeline_strip.h"
#include "ui/window/demo.h"
#include "ui/window/embedding_choice.h"
#include "ui/window/export_job.h"
#include "ui/window/input_menu.h"
#include "ui/window/key_table.h"
#include "ui/window/language.h"
#include "ui/window/menus.h"
#include "ui/window/message_bar.h"
#include "ui/window/part_export.h"
#include "ui/window/preferences.h"
#include "ui/window/theme.h"
#include "ui/window/tool_row.h"
#include "ui/window/word_pieces.h"

#include <QtWidgets>

namespace ffn::ui {

void MainWindow::connectMenus() {
    const auto on = [this](QAction* action, auto&& what) {
        connect(action, &QAction::triggered, this, what);
    };
    on(m_menus->open, [this] { chooseFiles(); });
    on(m_menus->openFolder, [this] { chooseFolder(); });
    on(m_menus->demo, [this] { m_document->start(demoRequest()); });
    on(m_menus->assign, [this] { assignTensors(); });
    on(m_menus->random, [this] { openRandom(); });
    on(m_menus->exportAll, [this] { exportStages(); });
    on(m_menus->savePart, [this] { m_partExport->save(); });
    on(m_menus->copyNumbers, [this] { m_partExport->copyNumbers(); });
    on(m_menus->copyPicture, [this] { m_partExport->copyPicture(); });
    on(m_menus->toggleUnit, [this] { m_edits->toggleUnit(); });
    on(m_menus->keepReference, [this] { m_reference->keep(); });
    on(m_menus->markAll, [this] { m_map->markAll(); });
    on(m_menus->goToCell, [this] { goToCell(); });
    on(m_menus->goToLargest, [this] { m_map->goToLargest(); });
    on(m_menus->goToNonFinite, [this] { m_map->goToNextNonFinite(); });
    on(m_menus->goToZeroRow, [this] { m_map->goToNextZeroRow(); });
    m_map->addActions({m_menus->toggleUnit, m_menus->copyNumbers, m_menus->copyPicture, m_menus->markAll,
                       m_menus->goToLargest, m_menus->goToNonFinite, m_menus->goToZeroRow});
    m_units->addAction(m_menus->toggleUnit);
    m_words->addAction(m_menus->toggleUnit);
    m_map->setContextMenuPolicy(Qt::ActionsContextMenu);
    on(m_menus->scan, [this] {
        auto* dialog = new ScanDialog(m_document, m_state, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->show();
    });
    on(m_menus->browse, [this] {
        browser()->show();
        browser()->raise();
        browser()->activateWindow();
    });
    on(m_menus->layers, [this] {
        auto* dialog = new LayersDialog(m_document, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &LayersDialog::blockChosen, m_document, &Document::chooseBlock);
        dialog->show();
        dialog->start();
    });
    on(m_menus->quit, [this] { close(); });
    on(m_menus->nextStage, [this] { m_strip->step(1); });
    on(m_menus->previousStage, [this] { m_strip->step(-1); });
    on(m_menus->nextPanel, [this] { stepPanel(); });
    on(m_menus->focusText, [this] { m_tools->focusText(); });
    on(m_menus->focusMap, [this] { m_map->setFocus(Qt::ShortcutFocusReason); });
    on(m_menus->fullScreen, [this](bool full) { full ? showFullScreen() : showNormal(); });
    on(m_menus->shortcuts, [this] { ShortcutsDialog(keyTable(*m_menus), this).exec(); });
    on(m_menus->about, [this] { AboutDialog(this).exec(); });
    connect(m_menus, &Menus::panelChosen, this, &MainWindow::choosePanel);
    connect(m_menus, &Menus::recentChosen, this, [this](const QString& file) { openFiles({file}); });
}

void MainWindow::connectSettings() {
    const auto check = [](QActionGroup* group, const QString& key) {
        for (QAction* action : group->actions())
            action->setChecked(action->data() == key);
    };
    check(m_menus->themes, themeKey(preferences::theme()));
    check(m_menus->languages, preferences::language());
    connect(m_menus->themes, &QActionGroup::triggered, this, [](QAction* action) {
        preferences::setTheme(themeFromKey(action->data().toString()));
        applyTheme(preferences::theme());
    });
    connect(m_menus->languages, &QActionGroup::triggered, this, [](QAction* action) {
        preferences::setLanguage(action->data().toString());
        applyLanguage(preferences::language());
    });
    connect(m_menus->largerFont, &QAction::triggered, this,
            [this] { setFontPercent(preferences::fontPercent() + 10); });
    connect(m_menus->smallerFont, &QAction::triggered, this,
            [this] { setFontPercent(preferences::fontPercent() - 10); });
    connect(m_menus->normalFont, &QAction::triggered, this, [this] { setFontPercent(100); });
}

void MainWindow::setFontPercent(int percent) {
    preferences::setFontPercent(std::clamp(percent, 70, 250));
    applyFontSize(preferences::fontPercent());
}

void MainWindow::openFiles(const QStringList& files) {
    m_document->openFiles(files);
}

void MainWindow::chooseFiles() {
    const QStringList files = QFileDialog::getOpenFileNames(
        this, tr("Open"), preferences::folder(),
        tr("Weights, captures, hidden states, snapshots, texts") +
            " (*.safetensors *.npz *.npy *.csv *.txt *.json *.pt *.pth *.bin *.gguf *.onnx);;" +
            tr("All files") + " (*)");
    if (files.isEmpty()) return;
    preferences::setFolder(QFileInfo(files.first()).absolutePath());
    openFiles(files);
}

// A model from a hub is a folder, of which the dialog for files would open one part.
void MainWindow::chooseFolder() {
    const QString folder =
        QFileDialog::getExistingDirectory(this, tr("Open a model's folder"), preferences::folder());
    if (folder.isEmpty()) return;
    preferences::setFolder(QFileInfo(folder).absolutePath());
    openFiles({folder});
}

void MainWindow::connectInput() {
    connect(m_tools, &ToolRow::tokenizerChosen, m_document, &Document::setTokenizer);
    connect(m_tools, &ToolRow::tokenizerFileWanted, this, &MainWindow::chooseTokenizerFile);
    connect(m_tools, &ToolRow::lineHovered, this, &MainWindow::lightWord);
    const InputMenu* menu = m_tools->inputMenu();
    connect(menu, &InputMenu::specialTokensChosen, m_document, &Document::setSpecialTokens);
    connect(menu, &InputMenu::embeddingChosen, m_document, &Document::setEmbedding);
    connect(menu, &InputMenu::embeddingFileWanted, this, &MainWindow::chooseEmbeddingFile);
    m_embeddings = new EmbeddingChoice(m_document, this);
    connect(m_embeddings, &EmbeddingChoice::failed, this, &MainWindow::showFailure);
    connect(menu, &InputMenu::positionsChosen, m_document, &Document::setPositions);
}

// Only while the line is what the tokens were made from, not one being typed.
void MainWindow::lightWord(const QString& line, qsizetype position) {
    const Opened& opened = m_document->opened();
    RowRange rows;
    if (position >= 0 && opened.snapshot && line == textLine(opened.request.input.texts))
        if (const auto word = wordAt(line, position)) rows = piecesOf(*opened.snapshot->tokens, *word);
    m_state->setLit(rows.first, rows.count);
}

void MainWindow::chooseTokenizerFile() {
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Open a tokeniser"), preferences::folder(),
        tr("Tokenisers: tokenizer.json, vocab.json with merges.txt, vocab.txt, SentencePiece") +
            " (*.json *.txt *.model);;" + tr("All files") + " (*)");
    if (!file.isEmpty()) m_document->setTokenizer(file);
}

void MainWindow::chooseEmbeddingFile() {
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Open an embedding table"), preferences::folder(),
        tr("Weight files") + " (*.safetensors *.npz *.npy *.pt *.pth *.bin *.gguf *.onnx);;" +
            tr("All files") + " (*)");
    if (!file.isEmpty()) m_embeddings->take(file);
}

void MainWindow::assignTensors() {
    const auto& open = m_document->opened().model.archive;
    if (open || m_unknown) return askForMapping(open ? open : m_unknown);
    m_message->show(tr("Open a weight file first: there are no tensors to assign."), MessageBar::Kind::Note);
}

void MainWindow::askForMapping(std::shared_ptr<const TensorArchive> archive) {
    if (archive != m_document->opened().model.archive) m_unknown = archive;
    auto* dialog = new MappingDialog(archive, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const ModelRequest& model = m_document->request().model;
    if (archive == m_document->opened().model.archive && model.mapping.has_tensors())
        dialog->setMapping({model.mapping, model.overrides});
    connect(dialog, &QDialog::accepted, this, [this, dialog, archive] {
        keepMapping(archiveKey(*archive), dialog->mapping());
        m_document->openMapped(QString::fromStdString(archive->path().string()), dialog->mapping());
    });
    dialog->open();
}

void MainWindow::openRandom() {
    RandomDialog dialog(available_memory(), this);
    if (dialog.exec() != QDialog::Accepted || !dialog.request()) return;
    const RandomRequest wanted = *dialog.request();
    RandomModel random{wanted.config.d_model, wanted.config.d_ff, wanted.init, wanted.seed,
                       wanted.config.gated};
    ConfigOverrides overrides;
    overrides.activation = wanted.config.activation;
    overrides.norm = wanted.config.norm;
    overrides.placement = wanted.config.placement;
    overrides.eps = wanted.config.eps;
    m_document->openRandom(random, overrides);
}

void MainWindow::exportStages() {
    const SnapshotPtr snapshot = m_document->snapshot();
    if (!snapshot) return;
    std::vector<Stage> kept;
    for (const StageInfo& s : stages())
        if (snapshot->has(s.stage)) kept.push_back(s.stage);
    ExportDialog dialog(m_state->stage(), kept, this);
    if (dialog.exec() != QDialog::Accepted || !dialog.request()) return;
    m_exports->start(snapshot, *dialog.request(), m_map->settings());
}

ModelBrowser* MainWindow::browser() {
    if (!m_browser) {
        m_browser = new ModelBrowser(m_document, m_state, this);
        connect(m_browser, &ModelBrowser::blockChosen, m_document, &Document::chooseBlock);
    }
    return m_browser;
}

QWidget* MainWindow::frontWindow() {
    return m_browser && m_browser->isVisible() ? static_cast<QWidget*>(m_browser) : this;
}

QStringList MainWindow::panelNames() {
    return {"sparsity",   "units",     "edits",    "compare", "residual",
            "layer_norm", "histogram", "numerics", "words",   "model"};
}

bool MainWindow::showPanel(const QString& name) {
    const QString panel = name.section('/', 0, 0), section = name.section('/', 1);
    if (panel == "model") {
        browser()->show();
        browser()->showTensor(section);
        return true;
    }
    const qsizetype index = panelNames().indexOf(panel);
    if (index < 0 || (!section.isEmpty() && !m_panels[std::size_t(index)]->showSection(section)))
        return false;
    m_tabs->setCurrentIndex(int(index));
    return true;
}

void MainWindow::stepPanel() {
    choosePanel((m_tabs->currentIndex() + 1) % m_tabs->count());
}

void MainWindow::choosePanel(int index) {
    m_tabs->setCurrentIndex(index);
    m_tabs->currentWidget()->setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::goToCell() {
    const SnapshotPtr snapshot = m_document->snapshot();
    const Stage stage = m_state->stage();
    if (!snapshot || !snapshot->has(stage)) return;
    const Shape shape = snapshot->shape(stage);
    GoToDialog dialog(RowLabels(snapshot->tokens, shape.batch, shape.len), shape.dim, m_state->row(),
                      m_state->unit(), this);
    if (dialog.exec() != QDialog::Accepted) return;
    m_map->goTo(dialog.row(), dialog.unit());
    m_map->setFocus(Qt::OtherFocusReason);
}

} // namespace ffn::ui

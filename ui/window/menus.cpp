#include "ui/window/menus.h"

#include "ui/window/language.h"
#include "ui/window/preferences.h"

#include <QAction>
#include <QActionGroup>
#include <QFileInfo>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QUndoStack>

namespace ffn::ui {

Menus::Menus(QMainWindow* window, QUndoStack* undo)
    : QObject(window), themes(new QActionGroup(this)), languages(new QActionGroup(this)), m_window(window) {
    buildFile();
    buildEdit(undo);
    buildView();
    buildHelp();
    retranslate();
}

QAction* Menus::add(QMenu* menu, const QList<QKeySequence>& keys, std::function<QString()> text) {
    auto* action = menu->addAction(QString());
    action->setShortcuts(keys);
    m_words.push_back({[action, text = std::move(text)] { action->setText(text()); }});
    return action;
}

// Works where the map has the focus: other views have a meaning of their own for the key.
QAction* Menus::addForMap(QMenu* menu, const QKeySequence& key, std::function<QString()> text) {
    QAction* action = add(menu, {key}, std::move(text));
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    return action;
}

void Menus::buildFile() {
    m_file = m_window->menuBar()->addMenu(QString());
    open = add(m_file, {QKeySequence::Open}, [] { return tr("&Open…"); });
    open->setIcon(m_window->style()->standardIcon(QStyle::SP_DialogOpenButton));
    openFolder = add(m_file, {Qt::CTRL | Qt::SHIFT | Qt::Key_O}, [] { return tr("Open &folder…"); });
    m_recent = m_file->addMenu(QString());
    connect(m_recent, &QMenu::aboutToShow, this, &Menus::fillRecent);
    assign = add(m_file, {Qt::CTRL | Qt::SHIFT | Qt::Key_A}, [] { return tr("&Assign tensors…"); });
    random = add(m_file, {Qt::CTRL | Qt::Key_R}, [] { return tr("&Random weights…"); });
    demo = add(m_file, {Qt::CTRL | Qt::Key_D}, [] { return tr("Open the &demo"); });
    m_file->addSeparator();
    exportAll = add(m_file, {Qt::CTRL | Qt::Key_E}, [] { return tr("&Export…"); });
    exportAll->setIcon(m_window->style()->standardIcon(QStyle::SP_DialogSaveButton));
    savePart = add(m_file, {Qt::CTRL | Qt::SHIFT | Qt::Key_E}, [] { return tr("Save what is &shown…"); });
    m_file->addSeparator();
    quit = add(m_file, {QKeySequence::Quit}, [] { return tr("&Quit"); });
    quit->setMenuRole(QAction::QuitRole);
}

void Menus::buildEdit(QUndoStack* undo) {
    m_edit = m_window->menuBar()->addMenu(QString());
    auto* undoAction = add(m_edit, {QKeySequence::Undo}, [] { return tr("&Undo"); });
    auto* redoAction = add(m_edit, {QKeySequence::Redo}, [] { return tr("Re&do"); });
    connect(undoAction, &QAction::triggered, undo, &QUndoStack::undo);
    connect(redoAction, &QAction::triggered, undo, &QUndoStack::redo);
    connect(undo, &QUndoStack::canUndoChanged, undoAction, &QAction::setEnabled);
    connect(undo, &QUndoStack::canRedoChanged, redoAction, &QAction::setEnabled);
    undoAction->setEnabled(false);
    redoAction->setEnabled(false);
    m_edit->addSeparator();
    toggleUnit = addForMap(m_edit, Qt::Key_Delete, [] { return tr("Set the &unit under the cursor to 0"); });
    keepReference = add(m_edit, {Qt::CTRL | Qt::Key_K}, [] { return tr("&Keep this to compare with"); });
    m_edit->addSeparator();
    copyNumbers = addForMap(m_edit, QKeySequence::Copy, [] { return tr("&Copy the numbers shown"); });
    copyPicture =
        addForMap(m_edit, Qt::CTRL | Qt::SHIFT | Qt::Key_C, [] { return tr("Copy the &picture shown"); });
    markAll = addForMap(m_edit, QKeySequence::SelectAll, [] { return tr("Mark &all cells"); });
    m_edit->addSeparator();
    focusText = add(m_edit, {Qt::CTRL | Qt::Key_L}, [] { return tr("&Sentence"); });
}

void Menus::buildView() {
    m_view = m_window->menuBar()->addMenu(QString());
    nextStage = add(m_view, {Qt::CTRL | Qt::Key_Right}, [] { return tr("&Next stage"); });
    previousStage = add(m_view, {Qt::CTRL | Qt::Key_Left}, [] { return tr("&Previous stage"); });
    m_panels = m_view->addMenu(QString());
    nextPanel = add(m_view, {Qt::CTRL | Qt::Key_Tab, Qt::Key_F6}, [] { return tr("Next p&anel"); });
    focusMap = add(m_view, {Qt::CTRL | Qt::Key_M}, [] { return tr("&Heat map"); });
    m_goTo = m_view->addMenu(QString());
    goToCell = add(m_goTo, {Qt::CTRL | Qt::Key_G}, [] { return tr("&Token and unit…"); });
    goToLargest = addForMap(m_goTo, Qt::Key_M, [] { return tr("&Largest value"); });
    goToNonFinite = addForMap(m_goTo, Qt::Key_N, [] { return tr("Next &NaN or Inf"); });
    goToZeroRow = addForMap(m_goTo, Qt::Key_Z, [] { return tr("Next token of &zeros only"); });
    m_view->addSeparator();
    browse = add(m_view, {Qt::CTRL | Qt::SHIFT | Qt::Key_B}, [] { return tr("&Model browser…"); });
    browse->setIcon(m_window->style()->standardIcon(QStyle::SP_FileDialogContentsView));
    layers = add(m_view, {Qt::CTRL | Qt::Key_B}, [] { return tr("All &blocks…"); });
    scan = add(m_view, {Qt::CTRL | Qt::SHIFT | Qt::Key_T}, [] { return tr("S&can texts…"); });
    m_view->addSeparator();
    m_theme = m_view->addMenu(QString());
    m_language = m_view->addMenu(QString());
    const auto choice = [this](QMenu* menu, QActionGroup* group, const QString& key,
                               std::function<QString()> text) {
        auto* action = add(menu, {}, std::move(text));
        action->setCheckable(true);
        action->setData(key);
        group->addAction(action);
    };
    choice(m_theme, themes, "system", [] { return tr("As the system"); });
    choice(m_theme, themes, "light", [] { return tr("Light"); });
    choice(m_theme, themes, "dark", [] { return tr("Dark"); });
    choice(m_language, languages, "system", [] { return tr("As the system"); });
    for (const QString& code : ui::languages())
        choice(m_language, languages, code, [code] { return languageTitle(code); });
    m_view->addSeparator();
    largerFont = add(m_view, {QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::Key_Equal)},
                     [] { return tr("&Larger text"); });
    smallerFont = add(m_view, {Qt::CTRL | Qt::Key_Minus}, [] { return tr("&Smaller text"); });
    normalFont = add(m_view, {Qt::CTRL | Qt::Key_0}, [] { return tr("N&ormal text"); });
    fullScreen = add(m_view, {Qt::Key_F11}, [] { return tr("&Full screen"); });
    fullScreen->setCheckable(true);
}

void Menus::buildHelp() {
    m_help = m_window->menuBar()->addMenu(QString());
    shortcuts = add(m_help, {Qt::Key_F1}, [] { return tr("&Keys"); });
    about = add(m_help, {}, [] { return tr("&About ffnscope"); });
    about->setMenuRole(QAction::AboutRole);
}

void Menus::fillRecent() {
    m_recent->clear();
    for (const QString& file : preferences::recentFiles()) {
        auto* action = m_recent->addAction(QFileInfo(file).fileName());
        action->setToolTip(file);
        action->setStatusTip(file);
        connect(action, &QAction::triggered, this, [this, file] { emit recentChosen(file); });
    }
    if (m_recent->isEmpty()) {
        m_recent->addAction(tr("Nothing yet"))->setEnabled(false);
        return;
    }
    m_recent->addSeparator();
    connect(m_recent->addAction(tr("Forget these")), &QAction::triggered, this,
            [] { preferences::clearRecentFiles(); });
}

void Menus::setPanels(const QStringList& titles) {
    for (qsizetype i = panels.size(); i < titles.size(); ++i) {
        panels += m_panels->addAction(QString());
        if (i < 9) panels[i]->setShortcut(QKeySequence(Qt::ALT | Qt::Key(Qt::Key_1 + i)));
        connect(panels[i], &QAction::triggered, this, [this, i] { emit panelChosen(int(i)); });
    }
    for (qsizetype i = 0; i < titles.size(); ++i)
        panels[i]->setText(titles[i]);
}

void Menus::retranslate() {
    for (const Worded& w : m_words)
        w.retranslate();
    m_file->setTitle(tr("&File"));
    m_edit->setTitle(tr("&Edit"));
    m_view->setTitle(tr("&View"));
    m_help->setTitle(tr("&Help"));
    m_recent->setTitle(tr("Open &recent"));
    m_panels->setTitle(tr("Pan&els"));
    m_goTo->setTitle(tr("&Go to"));
    m_theme->setTitle(tr("&Theme"));
    m_language->setTitle(tr("Lan&guage"));
    open->setIconText(tr("Open"));
    open->setToolTip(tr("Open weights, hidden states, a snapshot or a text"));
    random->setIconText(tr("Random…"));
    random->setToolTip(tr("A block with random weights"));
    browse->setIconText(tr("Model"));
    browse->setToolTip(tr("Blocks and tensors of the open file, weights as pictures"));
    exportAll->setIconText(tr("Export"));
    exportAll->setToolTip(tr("Pictures and tables of the stages"));
}

} // namespace ffn::ui

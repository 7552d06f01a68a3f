#include "ui/window/key_table.h"

#include "ui/window/menus.h"

#include <QAction>
#include <QCoreApplication>
#include <QRegularExpression>

namespace ffn::ui {

namespace {

struct Keys {
    Q_DECLARE_TR_FUNCTIONS(Keys)
  public:
    static std::vector<Shortcut> ofStripAndMap() {
        const QString strip = tr("Stages"), map = tr("Heat map");
        return {{strip, tr("walk along the stages"), {Qt::Key_Left, Qt::Key_Right}},
                {map, tr("move the cell cursor"), {Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down}},
                {map, tr("zoom in and out"), {Qt::Key_Plus, Qt::Key_Minus}},
                {map, tr("show everything"), {Qt::Key_Home, Qt::Key_0}},
                {map, tr("scroll"), {Qt::Key_PageUp, Qt::Key_PageDown}},
                {map, tr("zoom back and forward"), {Qt::ALT | Qt::Key_Left, Qt::ALT | Qt::Key_Right}},
                {map, tr("pin the cell"), {Qt::Key_Return, Qt::Key_Space}},
                {map, tr("let marked cells go, free the pinned one"), {Qt::Key_Escape}}};
    }
    static Shortcut escape() {
        return {window(), tr("stop what runs, dismiss the message"), {Qt::Key_Escape}};
    }
    static QString panel(const QString& title) { return tr("panel: %1").arg(title); }
    static QString window() { return tr("Window"); }
    static QString map() { return tr("Heat map"); }
};

} // namespace

std::vector<Shortcut> keyTable(const Menus& menus) {
    static const QRegularExpression kSuffix("\\(&.\\)");
    std::vector<Shortcut> table;
    for (const QAction* action :
         {menus.open,      menus.openFolder,    menus.assign,        menus.random,     menus.demo,
          menus.exportAll, menus.savePart,      menus.keepReference, menus.focusText,  menus.focusMap,
          menus.nextStage, menus.previousStage, menus.nextPanel,     menus.browse,     menus.layers,
          menus.scan,      menus.largerFont,    menus.smallerFont,   menus.normalFont, menus.fullScreen,
          menus.shortcuts, menus.quit}) {
        QString what = action->text();
        // Where the key's letter stands behind the word in brackets, it goes too.
        table.push_back({Keys::window(), what.remove(kSuffix).remove('&'), action->shortcuts()});
    }
    for (const QAction* action : menus.panels)
        table.push_back({Keys::window(), Keys::panel(action->text()), action->shortcuts()});
    table.push_back(Keys::escape());
    for (const QAction* action : {menus.goToCell, menus.goToLargest, menus.goToNonFinite, menus.goToZeroRow,
                                  menus.toggleUnit, menus.copyNumbers, menus.copyPicture, menus.markAll}) {
        QString what = action->text();
        table.push_back({Keys::map(), what.remove(kSuffix).remove('&'), action->shortcuts()});
    }
    for (auto&& list : {Keys::ofStripAndMap(), ShortcutsDialog::ofViews()})
        table.insert(table.end(), list.begin(), list.end());
    return table;
}

} // namespace ffn::ui

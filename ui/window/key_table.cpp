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
                {map, tr("largest value"), {Qt::Key_M}},
                {map, tr("next NaN or Inf"), {Qt::Key_N}},
                {map, tr("free the pinned cell"), {Qt::Key_Escape}}};
    }
    static QString window() { return tr("Window"); }
};

} // namespace

std::vector<Shortcut> keyTable(const Menus& menus) {
    std::vector<Shortcut> table;
    for (const QAction* action :
         {menus.open, menus.random, menus.demo, menus.exportAll, menus.focusText, menus.focusMap,
          menus.nextStage, menus.previousStage, menus.nextPanel, menus.largerFont, menus.smallerFont,
          menus.normalFont, menus.fullScreen, menus.shortcuts, menus.quit}) {
        QString what = action->text();
        // Where the key's letter stands behind the word in brackets, it goes too.
        static const QRegularExpression kSuffix("\\(&.\\)");
        table.push_back({Keys::window(), what.remove(kSuffix).remove('&'), action->shortcuts()});
    }
    for (auto&& list : {Keys::ofStripAndMap(), ShortcutsDialog::ofViews()})
        table.insert(table.end(), list.begin(), list.end());
    return table;
}

} // namespace ffn::ui

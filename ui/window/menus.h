#pragma once

#include <QObject>

#include <functional>
#include <vector>

class QAction;
class QActionGroup;
class QMainWindow;
class QMenu;
class QUndoStack;

namespace ffn::ui {

/// The menu bar: its actions, their keys, and their words in the person's language. What they do is connected
/// by the window.
class Menus : public QObject {
    Q_OBJECT
  public:
    Menus(QMainWindow* window, QUndoStack* undo);

    QAction *open, *openFolder, *demo, *assign, *random, *exportAll, *savePart, *quit;
    QAction *toggleUnit, *keepReference, *scan, *layers, *browse;
    QAction *copyNumbers, *copyPicture, *markAll;                  ///< their keys work in the heat map only
    QAction *goToCell, *goToLargest, *goToNonFinite, *goToZeroRow; ///< likewise
    QAction *nextStage, *previousStage, *nextPanel, *focusText, *focusMap, *fullScreen;
    QAction *largerFont, *smallerFont, *normalFont;
    QAction *shortcuts, *about;
    QList<QAction*> panels; ///< one a panel, in the order of the tabs, with the keys Alt+1, Alt+2 …
    QActionGroup *themes, *languages; ///< each action's data is the key to remember
    void retranslate();
    /// The panels by name, and again after a change of language.
    void setPanels(const QStringList& titles);

  signals:
    void recentChosen(const QString& file);
    void panelChosen(int index);

  private:
    QAction* add(QMenu* menu, const QList<QKeySequence>& keys, std::function<QString()> text);
    void buildFile();
    void buildEdit(QUndoStack* undo);
    void buildView();
    void buildHelp();
    void fillRecent();
    QAction* addForMap(QMenu* menu, const QKeySequence& key, std::function<QString()> text);

    struct Worded {
        std::function<void()> retranslate;
    };
    QMainWindow* m_window;
    QMenu *m_file, *m_edit, *m_view, *m_help, *m_recent, *m_panels, *m_goTo, *m_theme, *m_language;
    std::vector<Worded> m_words;
};

} // namespace ffn::ui

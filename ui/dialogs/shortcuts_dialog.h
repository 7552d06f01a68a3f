#pragma once

#include <QDialog>
#include <QKeySequence>

#include <vector>

class QTableWidget;

namespace ffn::ui {

/// One line of the table of keys.
struct Shortcut {
    QString where; ///< the part of the window it works in
    QString what;
    QList<QKeySequence> keys;
};

/// A table of all keys. The window gives the lines, in its language.
class ShortcutsDialog : public QDialog {
    Q_OBJECT
  public:
    explicit ShortcutsDialog(const std::vector<Shortcut>& shortcuts, QWidget* parent = nullptr);
    void setShortcuts(const std::vector<Shortcut>& shortcuts);

    /// The keys of the views in ui/panels and ui/inspector, to be shown with the window's own.
    static std::vector<Shortcut> ofViews();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void retranslate();
    QTableWidget* m_table;
};

} // namespace ffn::ui

#pragma once

#include "ui/document/request.h"

#include <QToolBar>

class QComboBox;
class QKeyEvent;
class QLabel;
class QLineEdit;
class QProgressBar;
class QToolButton;

namespace ffn::ui {

class InputMenu;

/// The row above the picture: open, random, block, the sentence, tokeniser, back end, progress and stop,
/// export.
///
/// Shows what is open and says what the person wants; changes nothing itself.
class ToolRow : public QToolBar {
    Q_OBJECT
  public:
    /// The actions are the menu's own, shown here as buttons.
    struct Actions {
        QAction *open, *random, *browse, *exportAll;
    };
    ToolRow(const Actions& actions, QWidget* parent = nullptr);

    /// What becomes of a text in the field that has the cursor and says something else than what is open.
    enum class Typed { Keep, Replace };
    /// Puts what is open into the fields.
    void show(const Opened& opened, Typed typed = Typed::Keep);
    void setBusy(bool busy);
    void setProgress(qint64 done, qint64 total);
    void focusText();
    InputMenu* inputMenu() const { return m_input; }

  signals:
    void blockChosen(const QString& id);
    void textsTyped(const QStringList& texts);
    /// Where in the line the mouse is, before the character of that number; −1: no longer over it.
    void lineHovered(const QString& line, qsizetype position);
    /// The cursor left the field, or a row is finished.
    void typingEnded();
    void tokenizerChosen(const QString& choice);
    void tokenizerFileWanted();
    void stopWanted();

  protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void buildFields();
    void connectFields();
    void retranslate();
    void showBlocks(const Opened& opened);
    void showText(const Opened& opened, Typed typed);
    void showTokenizer(const QString& choice);
    void chooseTokenizer();
    void showWork(bool shown);

    QComboBox *m_block, *m_tokenizer;
    InputMenu* m_input;
    QString m_tokenizerShown; ///< as the request names it
    bool m_modelsOwn = true;  ///< the model brings a tokeniser
    QLineEdit* m_text;
    QLabel *m_blockLabel, *m_tokenizerLabel, *m_backend;
    QProgressBar* m_progress;
    QToolButton* m_stop;
    QTimer* m_showProgress; // work shorter than this shows no progress at all
};

} // namespace ffn::ui

#pragma once

#include "ui/document/request.h"

#include <QToolButton>

class QAction;
class QActionGroup;
class QMenu;

namespace ffn::ui {

/// The button beside the tokeniser: special tokens, the embedding table, positions; what `--special-tokens`,
/// `--embedding` and `--positions` say on the command line.
///
/// Shows what is open and says what the person wants; changes nothing itself.
class InputMenu : public QToolButton {
    Q_OBJECT
  public:
    explicit InputMenu(QWidget* parent = nullptr);
    void show(const Opened& opened);

  signals:
    void specialTokensChosen(bool on);
    /// As `--embedding` takes it: empty (the model's), "random", FILE or FILE:TENSOR.
    void embeddingChosen(const QString& choice);
    void embeddingFileWanted();
    /// "none", "sinusoidal"; empty: what the model says.
    void positionsChosen(const QString& choice);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    QAction* choice(QMenu* menu, QActionGroup* group, const QString& text, const QString& word);
    bool hasTable(const Opened& opened) const;
    void fillEmbeddings(const Opened& opened);
    void check(QActionGroup* group, const QString& word);
    void retranslate();

    QMenu *m_menu, *m_embedding, *m_positions;
    QAction* m_special;
    QActionGroup *m_embeddings, *m_positionChoices;
    QString m_embeddingShown; ///< as the request names it
};

} // namespace ffn::ui

#pragma once

#include "ui/snapshot_view.h"
#include "ui/view_state.h"
#include "ui/window/word_pieces.h"

#include <QWidget>

namespace ffn::ui {

/// The tokens as the tokeniser made them, each with its id: ▁The 450 · Ġfox 21831 · ##ing 2075.
///
/// Pointing at one lights the rows of its word everywhere; a click or Left and Right go to its row. The wheel
/// moves along. It is hidden where tokens have no ids.
class PiecesBar : public QWidget {
    Q_OBJECT
  public:
    explicit PiecesBar(ViewState* state, QWidget* parent = nullptr);
    /// `texts` are what the tokens were made from; empty where that is not known.
    void setTokens(std::shared_ptr<const TokenBatch> tokens, std::vector<std::string> texts);
    /// Where the piece of a row lies; empty when it is not in sight.
    QRect pieceRect(qint64 row) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {100, sizeHint().height()}; }

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    struct Piece {
        qint64 row;
        QString text, id;
        int left, idLeft, right;
    };
    void layOut();
    void retranslate();
    void follow();
    void show(qint64 row);
    void light(qint64 row);
    void paint(QPainter& painter, const Piece& piece) const;
    const Piece* pieceAt(int x) const;
    qint64 step(int by) const;

    ViewState* m_state;
    std::shared_ptr<const TokenBatch> m_tokens;
    std::vector<std::string> m_texts;
    std::vector<Piece> m_pieces;
    int m_offset = 0, m_width = 0;
};

} // namespace ffn::ui

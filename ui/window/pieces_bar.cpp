#include "ui/window/pieces_bar.h"

#include "ui/heatmap/row_labels.h"

#include <QEvent>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace ffn::ui {

namespace {
// More are told in the map; laying them out would be felt while typing.
constexpr std::size_t kMostPieces = 1000;
constexpr int kPad = 5, kGap = 3, kIdGap = 4;
} // namespace

PiecesBar::PiecesBar(ViewState* state, QWidget* parent) : QWidget(parent), m_state(state) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(m_state, &ViewState::cellChanged, this, &PiecesBar::follow);
    connect(m_state, &ViewState::litChanged, this, [this] {
        if (m_state->litCount() > 0 && !underMouse()) show(m_state->litFirst());
        update();
    });
    retranslate();
    hide();
}

QSize PiecesBar::sizeHint() const {
    return {400, fontMetrics().height() + 2 * kGap + 4};
}

void PiecesBar::setTokens(std::shared_ptr<const TokenBatch> tokens, std::vector<std::string> texts) {
    m_tokens = std::move(tokens);
    m_texts = std::move(texts);
    m_offset = 0;
    layOut();
    const bool ids = std::ranges::any_of(m_pieces, [](const Piece& piece) { return !piece.id.isEmpty(); });
    setVisible(ids);
    retranslate();
    follow();
}

void PiecesBar::layOut() {
    m_pieces.clear();
    m_width = kPad;
    if (!m_tokens) return;
    const QFontMetrics metrics = fontMetrics();
    for (std::size_t b = 0; b < m_tokens->rows.size(); ++b) {
        if (b > 0) m_width += 4 * kGap;
        for (std::size_t i = 0; i < m_tokens->rows[b].size() && m_pieces.size() < kMostPieces; ++i) {
            const Token& token = m_tokens->rows[b][i];
            Piece piece{qint64(b) * m_tokens->len() + qint64(i),
                        visibleToken(token.text),
                        token.id < 0 ? QString() : QString::number(token.id),
                        m_width,
                        0,
                        0};
            piece.idLeft = piece.left + kPad + metrics.horizontalAdvance(piece.text);
            const int id = piece.id.isEmpty() ? 0 : kIdGap + metrics.horizontalAdvance(piece.id);
            piece.right = piece.idLeft + id + kPad;
            m_width = piece.right + kGap;
            m_pieces.push_back(std::move(piece));
        }
    }
    update();
}

QRect PiecesBar::pieceRect(qint64 row) const {
    for (const Piece& piece : m_pieces)
        if (piece.row == row)
            return QRect(piece.left - m_offset, kGap, piece.right - piece.left, height() - 2 * kGap) & rect();
    return {};
}

void PiecesBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (const Piece& piece : m_pieces)
        if (piece.right > m_offset && piece.left < m_offset + width()) paint(painter, piece);
    if (!hasFocus()) return;
    painter.setPen(QPen(palette().color(QPalette::Highlight), 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void PiecesBar::paint(QPainter& painter, const Piece& piece) const {
    const QPalette& colors = palette();
    const QRect box(piece.left - m_offset, kGap, piece.right - piece.left, height() - 2 * kGap);
    const bool lit =
        piece.row >= m_state->litFirst() && piece.row < m_state->litFirst() + m_state->litCount();
    const bool here = piece.row == m_state->row();
    painter.setPen(QPen(colors.color(here ? QPalette::Highlight : QPalette::Mid), here ? 2 : 1));
    painter.setBrush(colors.color(lit ? QPalette::Highlight : QPalette::Base));
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    const auto write = [&](int left, const QString& text, QPalette::ColorRole role) {
        painter.setPen(colors.color(lit ? QPalette::HighlightedText : role));
        painter.drawText(QRect(left - m_offset, box.top(), box.width(), box.height()),
                         Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text);
    };
    painter.setClipRect(box);
    write(piece.left + kPad, piece.text, QPalette::Text);
    write(piece.idLeft + kIdGap, piece.id, QPalette::PlaceholderText);
    painter.setClipping(false);
}

const PiecesBar::Piece* PiecesBar::pieceAt(int x) const {
    for (const Piece& piece : m_pieces)
        if (x + m_offset >= piece.left && x + m_offset < piece.right) return &piece;
    return nullptr;
}

void PiecesBar::light(qint64 row) {
    RowRange range{row, 1};
    if (m_tokens && m_tokens->len() > 0) {
        const auto text = std::size_t(row / m_tokens->len()), position = std::size_t(row % m_tokens->len());
        if (const auto word = wordOf(m_texts, *m_tokens, text, position)) range = piecesOf(*m_tokens, *word);
    }
    m_state->setLit(range.first, range.count);
}

void PiecesBar::mouseMoveEvent(QMouseEvent* event) {
    const Piece* piece = pieceAt(event->position().toPoint().x());
    if (!piece) return m_state->setLit(0, 0);
    light(piece->row);
    m_state->hover(piece->row, m_state->unit());
}

void PiecesBar::mousePressEvent(QMouseEvent* event) {
    if (const Piece* piece = pieceAt(event->position().toPoint().x()))
        m_state->pointAt(m_state->stage(), piece->row, m_state->unit());
}

void PiecesBar::leaveEvent(QEvent*) {
    m_state->setLit(0, 0);
}

void PiecesBar::wheelEvent(QWheelEvent* event) {
    const QPoint turned = event->angleDelta();
    const int by = std::abs(turned.x()) > std::abs(turned.y()) ? turned.x() : turned.y();
    m_offset = std::clamp(m_offset - by, 0, std::max(0, m_width - width()));
    update();
}

qint64 PiecesBar::step(int by) const {
    const auto here = std::ranges::find(m_pieces, m_state->row(), &Piece::row);
    if (here == m_pieces.end()) return m_pieces.front().row;
    const auto next =
        std::clamp<std::ptrdiff_t>(here - m_pieces.begin() + by, 0, std::ptrdiff_t(m_pieces.size()) - 1);
    return m_pieces[std::size_t(next)].row;
}

void PiecesBar::keyPressEvent(QKeyEvent* event) {
    const int by = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if (by == 0 || m_pieces.empty()) return QWidget::keyPressEvent(event);
    m_state->pointAt(m_state->stage(), step(by), m_state->unit());
}

void PiecesBar::follow() {
    if (!underMouse()) show(m_state->row());
    update();
}

// Brings a piece into sight, with some of its neighbours.
void PiecesBar::show(qint64 row) {
    const auto piece = std::ranges::find(m_pieces, row, &Piece::row);
    if (piece == m_pieces.end()) return;
    const int margin = width() / 8;
    if (piece->left < m_offset) m_offset = piece->left - margin;
    if (piece->right > m_offset + width()) m_offset = piece->right + margin - width();
    m_offset = std::clamp(m_offset, 0, std::max(0, m_width - width()));
}

void PiecesBar::retranslate() {
    setAccessibleName(tr("Pieces of the text with their ids"));
    setToolTip(tr("The pieces that the tokeniser made, with their ids"));
    QStringList pieces;
    for (const Piece& piece : m_pieces)
        pieces += piece.text + ' ' + piece.id;
    setAccessibleDescription(pieces.mid(0, 100).join(", "));
}

void PiecesBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        layOut();
        updateGeometry();
    }
    if (event->type() == QEvent::LanguageChange) retranslate();
}

} // namespace ffn::ui

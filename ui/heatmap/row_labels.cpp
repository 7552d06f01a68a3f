#include "ui/heatmap/row_labels.h"

#include "ui/panels/token_text.h"

#include <QCoreApplication>

namespace ffn::ui {
namespace {

struct RowText {
    Q_DECLARE_TR_FUNCTIONS(RowText)
};

QString hexBytes(const std::string& text) {
    QString hex;
    for (const char c : text)
        hex += QString("<0x%1>").arg(uint(uchar(c)), 2, 16, QChar('0')).toUpper().replace('X', 'x');
    return hex;
}

QString visibleCharacter(QChar c) {
    switch (c.unicode()) {
    case '\n':
        return QString(QChar(0x23CE));
    case '\t':
        return QString(QChar(0x21E5));
    case 0x7F:
        return QString(QChar(0x2421));
    case 0xA0:
        return QString(QChar(0x237D));
    default:
        // The control pictures follow the control characters.
        return c.unicode() < 0x20 ? QString(QChar(0x2400 + c.unicode())) : QString(c);
    }
}

} // namespace

QString visibleToken(const std::string& text) {
    const QString read = QString::fromStdString(text);
    // A byte-level token may be a part of a character.
    if (read.toStdString() != text) return hexBytes(text);
    QString shown;
    for (qsizetype i = 0; i < read.size(); ++i) {
        const bool outerBlank = read[i] == ' ' && (i == 0 || i == read.size() - 1);
        shown += outerBlank ? QString(QChar(0x2423)) : visibleCharacter(read[i]);
    }
    return shown;
}

RowLabels::RowLabels(std::shared_ptr<const TokenBatch> tokens, qint64 batch, qint64 len)
    : m_tokens(std::move(tokens)), m_batch(batch), m_len(len) {
    if (m_tokens && m_tokens->batch() != batch) m_tokens.reset();
}

RowLabels RowLabels::shownIn(const CellOrder& order) const {
    RowLabels labels = *this;
    labels.m_order = order;
    return labels;
}

bool RowLabels::isPadding(qint64 shown) const {
    const qint64 row = m_order.row(shown);
    return m_tokens && m_len > 0 && m_tokens->is_padding(row / m_len, row % m_len);
}

bool RowLabels::hasPadding() const {
    for (qint64 b = 0; m_tokens && b < m_batch; ++b)
        if (m_tokens->length(b) < m_len) return true;
    return false;
}

const Token* RowLabels::token(qint64 row) const {
    if (!m_tokens || m_tokens->is_padding(row / m_len, row % m_len)) return nullptr;
    return &m_tokens->rows[std::size_t(row / m_len)][std::size_t(row % m_len)];
}

QString RowLabels::axisLabel(qint64 shown) const {
    if (shown < 0 || shown >= rows() || isPadding(shown)) return {};
    const qint64 row = m_order.row(shown);
    const Token* t = token(row);
    QString label = t ? tokenLabel(*t, row % m_len) : QString::number(row % m_len);
    if (m_batch > 1 && (isReordered() || row % m_len == 0))
        label.prepend(QString::number(row / m_len) + QChar(0x25B8) + ' ');
    return label;
}

QString RowLabels::sentence(qint64 shown) const {
    if (shown < 0 || shown >= rows()) return {};
    const qint64 row = m_order.row(shown);
    QString place = RowText::tr("token %1").arg(row % m_len);
    if (m_batch > 1) place = RowText::tr("sequence %1, token %2").arg(row / m_len).arg(row % m_len);
    if (isPadding(shown)) return place + ' ' + RowText::tr("(padding)");
    const Token* t = token(row);
    const QString text = t ? visibleToken(t->text) : QString();
    return text.isEmpty() ? place : place + " “" + text + "”";
}

} // namespace ffn::ui

#include "ui/panels/token_text.h"

#include <QStringDecoder>

namespace ffn::ui {

namespace {

QString decoded(const std::string& bytes) {
    QStringDecoder decode(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decode(QByteArrayView(bytes.data(), qsizetype(bytes.size())));
    if (!decode.hasError()) return text;
    text.clear();
    for (const char byte : bytes)
        text += QString("<%1>").arg(uint(uchar(byte)), 2, 16, QChar('0')).toUpper();
    return text;
}

QString visible(QString text) {
    text.replace(' ', QChar(0x2423)).replace('\n', QChar(0x23CE)).replace('\t', QChar(0x21E5));
    for (QChar& c : text)
        if (c.category() == QChar::Other_Control) c = QChar(0xFFFD);
    return text;
}

} // namespace

QString tokenLabel(const Token& token, qint64 position) {
    if (!token.text.empty()) return visible(decoded(token.text));
    return token.id >= 0 ? QString("#%1").arg(token.id) : QString::number(position);
}

bool isRealRow(const TokenBatch& tokens, qint64 row) {
    const qint64 len = tokens.len();
    return row >= 0 && len > 0 && row < tokens.batch() * len && row % len < tokens.length(row / len);
}

QString tokenLabel(const TokenBatch& tokens, qint64 row) {
    if (!isRealRow(tokens, row)) return {};
    const qint64 b = row / tokens.len(), position = row % tokens.len();
    return tokenLabel(tokens.rows[std::size_t(b)][std::size_t(position)], position);
}

std::vector<qint64> realRows(const TokenBatch& tokens) {
    std::vector<qint64> rows;
    const qint64 len = tokens.len();
    for (qint64 b = 0; b < tokens.batch(); ++b)
        for (qint64 p = 0; p < tokens.length(b); ++p)
            rows.push_back(b * len + p);
    return rows;
}

QStringList tokenLabels(const TokenBatch& tokens) {
    QStringList labels;
    for (const auto& row : tokens.rows)
        for (std::size_t p = 0; p < row.size(); ++p)
            labels.append(tokenLabel(row[p], qint64(p)));
    return labels;
}

} // namespace ffn::ui

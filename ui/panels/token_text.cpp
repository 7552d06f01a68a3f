#include "ui/panels/token_text.h"

#include "ui/heatmap/row_labels.h"

namespace ffn::ui {

QString tokenLabel(const Token& token, qint64 position) {
    if (!token.text.empty()) return visibleToken(token.text);
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

#include "ui/window/word_pieces.h"

namespace ffn::ui {

namespace {

bool isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// The word of `text` that holds its character `at`, of text number `row`.
std::optional<WordPlace> wordIn(const QString& text, qsizetype at, std::size_t row) {
    const auto inWord = [&](qsizetype i) { return i >= 0 && i < text.size() && !text[i].isSpace(); };
    // The cursor stands between two characters; a word's last one counts as well.
    if (!inWord(at)) --at;
    if (!inWord(at)) return std::nullopt;
    qsizetype begin = at, end = at + 1;
    while (inWord(begin - 1))
        --begin;
    while (inWord(end))
        ++end;
    return WordPlace{row, std::size_t(text.left(begin).toUtf8().size()),
                     std::size_t(text.left(end).toUtf8().size())};
}

} // namespace

QStringList textRows(const QString& line) {
    QStringList rows;
    for (const QString& row : line.split(kRowSeparator.trimmed()))
        if (!row.trimmed().isEmpty()) rows.append(row.trimmed());
    return rows.isEmpty() ? QStringList{QString()} : rows;
}

QString textLine(const std::vector<std::string>& texts) {
    QStringList rows;
    for (const std::string& text : texts)
        rows.append(QString::fromStdString(text));
    return rows.join(kRowSeparator);
}

std::optional<WordPlace> wordAt(const QString& line, qsizetype position) {
    const QString separator = kRowSeparator.trimmed();
    qsizetype begin = 0;
    std::size_t row = 0;
    for (const QString& part : line.split(separator)) {
        const QString text = part.trimmed();
        const qsizetype end = begin + part.size();
        if (position <= end) {
            qsizetype blanks = 0;
            while (blanks < part.size() && part[blanks].isSpace())
                ++blanks;
            return text.isEmpty() ? std::nullopt : wordIn(text, position - begin - blanks, row);
        }
        if (!text.isEmpty()) ++row;
        begin = end + separator.size();
    }
    return std::nullopt;
}

std::optional<WordPlace> wordOf(const std::vector<std::string>& texts, const TokenBatch& tokens,
                                std::size_t text, std::size_t position) {
    if (text >= texts.size() || text >= tokens.rows.size() || position >= tokens.rows[text].size())
        return std::nullopt;
    const Token& token = tokens.rows[text][position];
    const std::string& bytes = texts[text];
    if (token.begin >= token.end || token.end > bytes.size()) return std::nullopt;
    std::size_t end = token.end;
    while (end > token.begin && isBlank(bytes[end - 1]))
        --end;
    if (end == token.begin) return std::nullopt; // nothing but white space
    std::size_t begin = end - 1;
    while (begin > 0 && !isBlank(bytes[begin - 1]))
        --begin;
    while (end < bytes.size() && !isBlank(bytes[end]))
        ++end;
    return WordPlace{text, begin, end};
}

RowRange piecesOf(const TokenBatch& tokens, const WordPlace& word) {
    if (word.text >= tokens.rows.size()) return {};
    const auto& row = tokens.rows[word.text];
    RowRange range;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (row[i].begin >= word.end || row[i].end <= word.begin) continue;
        if (range.count == 0) range.first = qint64(word.text) * tokens.len() + qint64(i);
        range.count = qint64(word.text) * tokens.len() + qint64(i) - range.first + 1;
    }
    return range;
}

} // namespace ffn::ui

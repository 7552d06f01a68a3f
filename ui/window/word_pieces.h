#pragma once

#include "engine/core/token_batch.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <string>
#include <vector>

namespace ffn::ui {

/// Between the texts in the one line.
inline const QString kRowSeparator = QStringLiteral(" ⏎ ");

/// The texts that the one line stands for: several rows of a batch share it, with ⏎ between them. Without any
/// there is one, and it is empty.
QStringList textRows(const QString& line);
QString textLine(const std::vector<std::string>& texts);

/// A word, a run without white space: bytes [begin, end) of the UTF-8 of text `text`.
struct WordPlace {
    std::size_t text = 0, begin = 0, end = 0;
    bool operator==(const WordPlace&) const = default;
};

/// The word of a line at a cursor position (before the character of that number); nothing between words.
std::optional<WordPlace> wordAt(const QString& line, qsizetype position);

/// The word that a token was made from; nothing for a token that is from no place of the text.
std::optional<WordPlace> wordOf(const std::vector<std::string>& texts, const TokenBatch& tokens,
                                std::size_t text, std::size_t position);

/// Rows of a stage, batch·len + position.
struct RowRange {
    qint64 first = 0, count = 0;
    bool operator==(const RowRange&) const = default;
};

/// The pieces that a word became, by the places they keep in the text.
RowRange piecesOf(const TokenBatch& tokens, const WordPlace& word);

} // namespace ffn::ui

#pragma once

#include "engine/core/token_batch.h"
#include "engine/raster/cell_order.h"

#include <QString>

#include <memory>

namespace ffn::ui {

/// A token so that it can be seen: a line break is ⏎, a leading blank is ␣, bytes that are no text are
/// <0xE4>.
QString visibleToken(const std::string& text);

/// What the rows of a stage are called. A row is `batch·len + position`.
class RowLabels {
  public:
    RowLabels() = default;
    /// `tokens` may be null; then a row is called by its position.
    RowLabels(std::shared_ptr<const TokenBatch> tokens, qint64 batch, qint64 len);

    /// The same with rows counted as `order` shows them.
    RowLabels shownIn(const CellOrder& order) const;
    bool isReordered() const { return !m_order.rows_as_they_are(); }

    qint64 rows() const { return m_batch * m_len; }
    qint64 batch() const { return m_batch; }
    qint64 len() const { return m_len; }
    bool isPadding(qint64 row) const;
    /// The token, with its sequence's number before the first one, or before each in an order of their own:
    /// "2▸ The". Empty for padding.
    QString axisLabel(qint64 row) const;
    /// For a status line: "token 3 “fox”", "sequence 2, token 3 “fox”", "padding".
    QString sentence(qint64 row) const;
    bool hasPadding() const;

  private:
    const Token* token(qint64 row) const;

    std::shared_ptr<const TokenBatch> m_tokens;
    qint64 m_batch = 0, m_len = 0;
    CellOrder m_order;
};

} // namespace ffn::ui

#pragma once

#include "engine/core/token_batch.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace ffn::ui {

/// A token's text as `visibleToken` shows it everywhere; "#7" by its id, or "7" by its position, where it has
/// no text.
QString tokenLabel(const Token& token, qint64 position);

/// The label of row batch·len + position; empty for padding and rows outside.
QString tokenLabel(const TokenBatch& tokens, qint64 row);

/// The rows batch·len + position that are no padding, in order.
std::vector<qint64> realRows(const TokenBatch& tokens);

/// Labels of `realRows`.
QStringList tokenLabels(const TokenBatch& tokens);

/// True for a row inside the batch that holds a token.
bool isRealRow(const TokenBatch& tokens, qint64 row);

} // namespace ffn::ui

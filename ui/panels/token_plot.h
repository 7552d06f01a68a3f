#pragma once

#include "engine/core/token_batch.h"
#include "ui/panels/plot.h"

namespace ffn::ui {

/// Values of one series over the real tokens, in the order of `realRows`.
struct TokenSeries {
    QString name;
    std::vector<double> values;
    PlotSeries::Look look = PlotSeries::Look::Bars;
    int color = 0;
};

/// Shows the series over the tokens, whose `tokenLabels` become the ticks; a line parts the rows of the
/// batch.
void showTokens(Plot& plot, const TokenBatch& tokens, const QStringList& labels,
                std::vector<TokenSeries> series);

} // namespace ffn::ui

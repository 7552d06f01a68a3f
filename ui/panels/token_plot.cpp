#include "ui/panels/token_plot.h"

#include <numeric>

namespace ffn::ui {

void showTokens(Plot& plot, const TokenBatch& tokens, const QStringList& labels,
                std::vector<TokenSeries> series) {
    std::vector<double> x(std::size_t(tokens.tokens()));
    std::iota(x.begin(), x.end(), 0.0);
    std::vector<PlotSeries> lines;
    for (TokenSeries& one : series)
        lines.push_back({one.name, x, std::move(one.values), one.look, one.color});
    std::vector<int> starts;
    int start = 0;
    for (qint64 b = 0; b < tokens.batch(); start += int(tokens.length(b++)))
        starts.push_back(start);
    plot.setSeries(std::move(lines), labels, starts);
}

} // namespace ffn::ui

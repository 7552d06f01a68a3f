#include "ui/inspector/cell_story.h"

#include "engine/forward/forward.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <cmath>

namespace ffn::ui {

namespace {

std::optional<Stage> following(const FeedForwardConfig& config, Stage stage) {
    const bool pre = config.placement == NormPlacement::Pre;
    switch (stage) {
    case Stage::Input:
        return pre ? Stage::Normalized : Stage::ResidualSum;
    case Stage::GatePreActivation:
        return Stage::Gate;
    case Stage::Gate:
    case Stage::PreActivation:
        return Stage::Hidden;
    case Stage::Projection:
        return update_stage(config) == Stage::Update ? Stage::Update : Stage::ResidualSum;
    case Stage::Update:
        return Stage::ResidualSum;
    case Stage::ResidualSum:
        return pre || config.norm == Norm::None ? Stage::Output : Stage::Normalized;
    case Stage::Normalized:
        return pre ? Stage::NormOutput : Stage::Output;
    default:
        return std::nullopt;
    }
}

struct Words {
    Q_DECLARE_TR_FUNCTIONS(CellFormula)
  public:
    // What the edits did.
    static QString edits(QString text) {
        text.replace("→ threshold", tr("→ threshold"));
        text.replace("→ scaled", tr("→ scaled"));
        text.replace("→ clamped to", tr("→ clamped to"));
        return text.replace("→ ablated", tr("→ ablated"));
    }
    static QString statistic(const QString& name, const QString& count) {
        if (name == "mean") return tr("mean of %1 values").arg(count);
        if (name == "mean of squares") return tr("mean of squares of %1 values").arg(count);
        if (name == "variance") return tr("variance of %1 values").arg(count);
        return tr("unbiased variance of %1 values").arg(count);
    }
};

} // namespace

QString formulaText(const Provenance& cell) {
    static const QRegularExpression kStatistic(
        "^(mean|mean of squares|variance|unbiased variance) of (\\d+) values");
    QString text = QString::fromStdString(cell.formula);
    const QRegularExpressionMatch statistic = kStatistic.match(text);
    if (statistic.hasMatch())
        text.replace(0, statistic.capturedLength(),
                     Words::statistic(statistic.captured(1), statistic.captured(2)));
    return Words::edits(text);
}

std::optional<Stage> nextStage(const Snapshot& snapshot, Stage stage) {
    const std::optional<Stage> next = following(snapshot.config, stage);
    return next && snapshot.has(*next) ? next : std::nullopt;
}

double roundingBound(const Provenance& cell) {
    double magnitudes = std::abs(double(cell.value));
    for (const Term& term : cell.terms)
        magnitudes += std::abs(term.value);
    const double n = double(cell.terms.size()) + double(cell.rest_terms);
    return n * std::ldexp(1.0, -24) * magnitudes + std::ldexp(1.0, -149);
}

bool addsUp(const Provenance& cell) {
    const double value = double(cell.value);
    if (std::isnan(value) || std::isnan(cell.sum)) return std::isnan(value) && std::isnan(cell.sum);
    if (std::isinf(value)) return double(float(cell.sum)) == value;
    return std::abs(cell.sum - value) <= roundingBound(cell);
}

} // namespace ffn::ui

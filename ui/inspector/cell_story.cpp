#include "ui/inspector/cell_story.h"

#include "engine/forward/forward.h"

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

} // namespace

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

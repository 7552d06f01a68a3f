#include "ui/activity.h"

#include "engine/analysis/sparsity.h"

namespace ffn::ui {

float activityThreshold(const ViewState& state, const Snapshot& snapshot) {
    if (has_exact_zeros(snapshot.config.activation)) return 0;
    return state.threshold().value_or(suggested_threshold(snapshot));
}

} // namespace ffn::ui

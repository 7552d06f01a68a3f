#pragma once

#include "engine/forward/snapshot.h"
#include "ui/view_state.h"

#include <QString>

namespace ffn::ui {

/// A hidden value is active when |value| is above it: 0 where the activation gives exact zeros, else what a
/// person chose, else the suggested one. All views use the same.
float activityThreshold(const ViewState& state, const Snapshot& snapshot);

} // namespace ffn::ui

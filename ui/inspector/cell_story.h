#pragma once

#include "engine/analysis/provenance.h"
#include "ui/snapshot_view.h"

#include <QString>

#include <optional>

namespace ffn::ui {

/// A stage that a cell goes on into, at the same unit.
///
/// pre_activation → hidden (or gate · pre_activation), projection → residual_sum → normalized → output;
/// nullopt for the last, for statistics and where the snapshot does not hold it.
std::optional<Stage> nextStage(const Snapshot& snapshot, Stage stage);

/// The formula of a cell with its words in the person's language: "→ ablated →", "mean of 128 values".
QString formulaText(const Provenance& cell);

/// The largest difference between a cell and its terms added in double that float32 rounding explains:
/// n·2⁻²⁴·Σ|term| for n summands (Higham, Accuracy and Stability of Numerical Algorithms, section 3.1).
double roundingBound(const Provenance& cell);

/// True when the terms add up to the value: within the bound, or both the same NaN or infinity.
bool addsUp(const Provenance& cell);

} // namespace ffn::ui

#pragma once

#include "engine/forward/snapshot.h"

#include <QString>

namespace ffn::ui {

/// The stage's name for the screen, short, in the person's language.
QString stageTitle(Stage stage);
/// Its formula in the field's notation, with what it is in words.
QString stageFormula(const Snapshot& snapshot, Stage stage);
QString activationTitle(Activation activation);
QString normTitle(Norm norm);

} // namespace ffn::ui

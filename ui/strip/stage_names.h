#pragma once

#include "engine/forward/snapshot.h"

#include <QString>

namespace ffn::ui {

/// The stage's name for the screen, short, in the person's language.
QString stageTitle(Stage stage);
/// The name it has in files, formulas and on the command line, after the title where that is in another
/// language.
QString stageLabel(Stage stage);
/// Its formula in the field's notation, with what it is in words.
QString stageFormula(const Snapshot& snapshot, Stage stage);
QString activationTitle(Activation activation);
QString normTitle(Norm norm);

} // namespace ffn::ui

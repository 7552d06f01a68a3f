#pragma once

#include "engine/forward/snapshot.h"

#include <QString>

namespace ffn::ui {

/// The stage's name for the screen, short, in the person's language; RMSNorm's variance is a mean of squares.
QString stageTitle(Stage stage, Norm norm = Norm::LayerNorm);
/// One of its cells: "residual sum · unit 10"; of a statistic, which has one number a token, the title.
QString cellTitle(Stage stage, qint64 unit);
/// For a tool tip: the name that it has in files and on the command line.
QString stageCodeNote(Stage stage);
/// Its formula in the field's notation, with what it is in words.
QString stageFormula(const Snapshot& snapshot, Stage stage);
QString activationTitle(Activation activation);
QString normTitle(Norm norm);

} // namespace ffn::ui

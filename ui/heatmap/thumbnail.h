#pragma once

#include "engine/forward/snapshot.h"

#include <QImage>

namespace ffn::ui {

/// A small picture of a stage for the pipeline strip: tokens downwards, units to the right, every large value
/// seen; bars for a stage of one value a token. Null when the stage was not kept. Needs no GUI thread.
QImage stageThumbnail(const Snapshot& snapshot, Stage stage, QSize devicePixels, bool dark);

} // namespace ffn::ui

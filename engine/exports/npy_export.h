#pragma once

#include "engine/core/progress.h"
#include "engine/forward/snapshot.h"

#include <filesystem>

namespace ffn {

/// Writes one stage as .npy version 1.0, `<f4`, C order, [batch, len, dim] ([batch, len] for statistics);
/// padding is 0. The file is whole or absent; throws Error, or Stopped. Progress counts values.
void write_npy(const Snapshot& snapshot, Stage stage, const std::filesystem::path& file,
               const Progress& progress = {});

} // namespace ffn

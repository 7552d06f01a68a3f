#pragma once

#include "engine/core/progress.h"
#include "engine/exports/stage_part.h"

#include <filesystem>

namespace ffn {

/// Writes one stage as .npy version 1.0, `<f4`, C order, [batch, len, dim] ([batch, len] for statistics);
/// padding is 0. The file is whole or absent; throws Error, or Stopped. Progress counts values.
void write_npy(const Snapshot& snapshot, Stage stage, const std::filesystem::path& file,
               const Progress& progress = {});

/// A part of a stage as [rows, units] in the part's order, padding as it is; and beside it, as `labels`, a
/// CSV that says what each row and column is: `axis,index,number,batch,position,token`, a row's number being
/// batch·len + position. Both files are whole or absent.
void write_npy(const Snapshot& snapshot, const StagePart& part, const std::filesystem::path& file,
               const std::filesystem::path& labels, const Progress& progress = {});

} // namespace ffn

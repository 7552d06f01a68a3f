#pragma once

#include "engine/core/progress.h"
#include "engine/forward/snapshot.h"

#include <filesystem>
#include <vector>

namespace ffn {

enum class CsvLayout { Wide, Tidy };

/// Writes one stage as CSV: UTF-8, `\n`, RFC 4180 quoting, numbers as the shortest text that reads back to
/// the same float32. wide: `batch,position,token,0,1,…,d-1`; tidy: `batch,position,token,unit,value`; a
/// statistic's only column is `value`. Padding rows are left out. The file is whole or absent; throws Error,
/// or Stopped.
void write_csv(const Snapshot& snapshot, Stage stage, const std::filesystem::path& file, CsvLayout layout,
               const Progress& progress = {});

/// Writes one stage as .npy version 1.0, `<f4`, C order, [batch, len, dim] ([batch, len] for statistics);
/// padding is 0.
void write_npy(const Snapshot& snapshot, Stage stage, const std::filesystem::path& file,
               const Progress& progress = {});

/// Writes the stages and what is needed to show them again (tokens, lengths, config, source, edits in
/// `__metadata__`) as one safetensors file that `read_snapshot` opens.
void write_snapshot(const Snapshot& snapshot, const std::vector<Stage>& stages,
                    const std::filesystem::path& file, const Progress& progress = {});

} // namespace ffn

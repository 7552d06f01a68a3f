#pragma once

#include "engine/core/progress.h"
#include "engine/forward/snapshot.h"

#include <filesystem>

namespace ffn {

enum class CsvLayout { Wide, Tidy };

/// Writes one stage as CSV: UTF-8, `\n`, RFC 4180 quoting, numbers as the shortest text that reads back to
/// the same float32. wide: `batch,position,token,0,1,…,d-1`; tidy: `batch,position,token,unit,value`; a
/// statistic's only column is `value`. Padding rows are left out. The file is whole or absent; throws Error,
/// or Stopped. Progress counts tokens.
void write_csv(const Snapshot& snapshot, Stage stage, const std::filesystem::path& file, CsvLayout layout,
               const Progress& progress = {});

} // namespace ffn

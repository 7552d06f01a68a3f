#pragma once

#include "engine/core/progress.h"
#include "engine/exports/stage_part.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace ffn {

enum class CsvLayout { Wide, Tidy };

/// A field as RFC 4180 has it: in quotes, its own quotes doubled, where it holds the separator, a quote or a
/// line break.
std::string csv_field(std::string_view text, char separator = ',');

/// Writes one stage as CSV: UTF-8, `\n`, RFC 4180 quoting, numbers as the shortest text that reads back to
/// the same float32. wide: `batch,position,token,0,1,…,d-1`; tidy: `batch,position,token,unit,value`; a
/// statistic's only column is `value`. Padding rows are left out. The file is whole or absent; throws Error,
/// or Stopped. Progress counts tokens.
void write_csv(const Snapshot& snapshot, Stage stage, const std::filesystem::path& file, CsvLayout layout,
               const Progress& progress = {});
/// Likewise a part of a stage, in the part's order; the header of the wide layout tells the units' true
/// numbers.
void write_csv(const Snapshot& snapshot, const StagePart& part, const std::filesystem::path& file,
               CsvLayout layout, const Progress& progress = {});

/// A part in the wide layout as text with tabs between the columns: what a spreadsheet takes from the
/// clipboard. A token's tabs, quotes and line breaks are quoted as in CSV.
std::string tab_separated(const Snapshot& snapshot, const StagePart& part);

} // namespace ffn

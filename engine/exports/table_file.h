#pragma once

#include "engine/analysis/table.h"

#include <filesystem>
#include <string>

namespace ffn {

/// UTF-8, `\n`, a header line, RFC 4180 quoting; numbers as the shortest text that reads back to the same
/// value, `nan`, `inf`, `-inf`; nothing for an empty cell. Broken UTF-8 becomes U+FFFD.
std::string table_csv(const Table& table);

/// {"table": name, "columns": [...], "rows": [{column: value, …}, …]}; what is no number is null.
std::string table_json(const Table& table);

/// One of the two as a file, whole or absent. Throws Error.
void write_table_csv(const Table& table, const std::filesystem::path& file);
void write_table_json(const Table& table, const std::filesystem::path& file);

} // namespace ffn

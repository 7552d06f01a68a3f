#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ffn::app {

/// One line without control characters: names in files are untrusted and may hold escape codes.
std::string printable(std::string_view text);

/// "1 token", "3 tokens".
std::string counted(std::int64_t n, const char* one);

/// Rows of cells as lines with aligned columns, two spaces between them; each line ends with `\n`.
/// Columns are aligned by code points, numbers to the right when `right` says so.
std::string table_text(const std::vector<std::vector<std::string>>& rows, const std::vector<bool>& right);

/// Writes to standard output and flushes it; throws Error when it cannot be written (a full disk).
void print(std::string_view text);

/// "ffnscope: KIND: SENTENCE" on standard error, as one line.
void complain(std::string_view kind, std::string_view sentence);

} // namespace ffn::app

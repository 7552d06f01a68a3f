#pragma once

#include <cstddef>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ffn {

/// A table of text cells as a CSV file holds it; all rows have the same number of cells.
struct CsvTable {
    std::vector<std::string> header; ///< empty when the file has none
    // Deques: a row of two bytes takes 24 here, and growing a vector would take them twice in one piece.
    std::deque<std::vector<std::string>> rows;
    std::deque<std::size_t> lines; ///< the file's line, from 1, on which each row begins

    std::size_t columns() const {
        return !header.empty() ? header.size() : rows.empty() ? 0 : rows[0].size();
    }
};

/// Reads a CSV file (RFC 4180 quoting, `\n` or `\r\n`, UTF-8 with or without a byte order mark).
///
/// Empty lines are passed over. The first row is the header when it has text and, besides, has it
/// where the row below has a number, or is the only row, or has 0, 1, 2, … for its numbers. So bare numbers,
/// with or without a column of words, need no header. Throws Error naming the line when a quote is wrong, a
/// row has another number of cells or more than 1048576, or the bytes are not UTF-8 text; memory stays within
/// a fixed multiple of the file's size.
CsvTable read_csv(const std::filesystem::path& path);

/// The cell as float32, in the C locale whatever the machine's; spaces around it are allowed, as are `nan`
/// and `inf`. Too large becomes ±inf, too small ±0, as rounding has it. Nothing for what is not a number.
std::optional<float> csv_number(std::string_view cell);

} // namespace ffn

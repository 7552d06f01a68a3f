#pragma once

#include "engine/formats/mapped_file.h"

#include <cstddef>
#include <deque>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ffn {

/// Reads a CSV file row by row (RFC 4180 quoting, `\n` or `\r\n`, UTF-8 with or without a byte order mark);
/// of all rows only the one at hand is in memory.
///
/// Empty lines are passed over. Throws Error naming the line when a quote is wrong, a quoted cell has more
/// than 1 MB, a row has another number of cells than the first or more than 1048576, or the bytes are not
/// UTF-8 text.
class CsvReader {
  public:
    /// Throws Error for a file without cells.
    explicit CsvReader(const std::filesystem::path& path);

    /// The first row, where it is a header: it has text and, besides, has it where the row below has a
    /// number, or is the only row, or has 0, 1, 2, … for its numbers. So bare numbers, with or without a
    /// column of words, need no header. Empty where there is none.
    const std::vector<std::string>& header() const { return m_header; }

    /// So that `next` goes to the first row, a header or not.
    void rewind();
    /// False at the end. What `cells` gave before is valid no longer.
    bool next();
    std::span<const std::string_view> cells() const { return m_cells; }
    /// The file's line, from 1, on which the row begins.
    std::size_t line() const { return m_row_line; }

    [[noreturn]] void fail(std::size_t line, const std::string& sentence) const;
    const std::filesystem::path& path() const { return m_file.path(); }
    std::uint64_t size() const { return m_file.size(); }

  private:
    void check_text() const;
    void read_header();
    void take_row();
    std::string_view plain_cell();
    std::string_view quoted_cell();
    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    bool take(char wanted);
    bool take_line_end();

    MappedFile m_file;
    std::string_view m_text; ///< without a byte order mark
    std::vector<std::string> m_header;
    std::vector<std::string_view> m_cells;
    std::deque<std::string> m_unquoted; ///< cells that are not in the text as they are
    std::size_t m_at = 0, m_line = 1, m_row_line = 0, m_first_line = 0, m_width = 0, m_given_back = 0;
};

/// The cell as float32, in the C locale whatever the machine's; spaces around it are allowed, as are `nan`
/// and `inf`. Too large becomes ±inf, too small ±0, as rounding has it. Nothing for what is not a number.
std::optional<float> csv_number(std::string_view cell);

} // namespace ffn

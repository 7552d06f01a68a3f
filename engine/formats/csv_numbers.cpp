#include "engine/formats/csv_numbers.h"

#include "engine/core/error.h"
#include "engine/formats/mapped_file.h"
#include "engine/formats/utf8_check.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace ffn {

namespace {

constexpr std::size_t kMostCells = std::size_t(1) << 20; // of a row; no model is as wide

[[noreturn]] void fail(const std::filesystem::path& path, std::size_t line, const std::string& sentence) {
    throw Error(path, "line " + std::to_string(line) + ": " + sentence);
}

/// Walks once over the text and takes it apart into rows.
class CsvReader {
  public:
    CsvReader(const std::filesystem::path& path, std::string_view text) : m_path(path), m_text(text) {}

    CsvTable read() {
        CsvTable table;
        while (m_at < m_text.size()) {
            if (take_line_end()) continue;
            table.lines.push_back(m_line);
            table.rows.push_back(row());
            if (table.rows.back().size() == table.rows.front().size()) continue;
            fail(m_path, table.lines.back(),
                 "has " + std::to_string(table.rows.back().size()) + " cells, line " +
                     std::to_string(table.lines.front()) + " has " +
                     std::to_string(table.rows.front().size()));
        }
        return table;
    }

  private:
    std::vector<std::string> row() {
        std::vector<std::string> cells;
        do {
            if (cells.size() == kMostCells) fail(m_path, m_line, "has more than 1048576 cells");
            cells.push_back(peek() == '"' ? quoted_cell() : plain_cell());
        } while (take(','));
        if (m_at < m_text.size() && !take_line_end())
            fail(m_path, m_line, "a comma or the line's end is expected after a closing quote");
        cells.shrink_to_fit();
        return cells;
    }

    std::string plain_cell() {
        const std::size_t end = std::min(m_text.find_first_of(",\r\n\"", m_at), m_text.size());
        if (end < m_text.size() && m_text[end] == '"')
            fail(m_path, m_line, "a quote inside a cell that does not begin with one");
        std::string cell(m_text.substr(m_at, end - m_at));
        m_at = end;
        if (peek() == '\r' && m_text.substr(m_at, 2) != "\r\n")
            fail(m_path, m_line, "a carriage return without a line feed");
        return cell;
    }

    std::string quoted_cell() {
        const std::size_t first_line = m_line;
        std::string cell;
        ++m_at;
        for (;;) {
            const std::size_t quote = m_text.find('"', m_at);
            if (quote == std::string_view::npos) fail(m_path, first_line, "a quote is never closed");
            cell += m_text.substr(m_at, quote - m_at);
            m_line += std::size_t(std::count(m_text.begin() + std::ptrdiff_t(m_at),
                                             m_text.begin() + std::ptrdiff_t(quote), '\n'));
            m_at = quote + 1;
            if (!take('"')) return cell;
            cell += '"';
        }
    }

    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }

    bool take(char wanted) {
        if (peek() != wanted) return false;
        ++m_at;
        return true;
    }

    bool take_line_end() {
        if (m_text.substr(m_at, 2) == "\r\n")
            m_at += 2;
        else if (!take('\n'))
            return false;
        ++m_line;
        return true;
    }

    const std::filesystem::path& m_path;
    std::string_view m_text;
    std::size_t m_at = 0, m_line = 1;
};

void check_text(const std::filesystem::path& path, std::string_view text) {
    const std::size_t nul = text.find('\0');
    const std::size_t bad = std::min(nul, first_invalid_utf8(text).value_or(std::string_view::npos));
    if (bad == std::string_view::npos) return;
    const auto line = std::size_t(std::count(text.begin(), text.begin() + std::ptrdiff_t(bad), '\n'));
    fail(path, line + 1, "is not UTF-8 text");
}

/// Whether the row's numbers are 0, 1, 2, … from left to right, two of them at least: names of columns.
bool counts_columns(const std::vector<std::string>& row) {
    int count = 0;
    for (const std::string& cell : row)
        if (csv_number(cell) && cell != std::to_string(count++)) return false;
    return count >= 2;
}

bool first_row_is_header(const CsvTable& table) {
    const auto& first = table.rows[0];
    const bool has_text =
        !std::ranges::all_of(first, [](const auto& cell) { return csv_number(cell).has_value(); });
    if (has_text && counts_columns(first)) return true;
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (csv_number(first[i])) continue;
        if (table.rows.size() == 1 || csv_number(table.rows[1][i])) return true;
    }
    return false;
}

/// A well-formed number outside float64's range: the sign of its exponent says which end it fell off.
float beyond_range(std::string_view cell) {
    const std::size_t exponent = cell.find_first_of("eE");
    // Without an exponent only a long row of zeros after the point can be too small.
    const bool tiny = exponent != std::string_view::npos ? cell.substr(exponent + 1).starts_with('-')
                                                         : cell.find_first_not_of("-0.") > cell.find('.');
    const float size = tiny ? 0.0F : std::numeric_limits<float>::infinity();
    return cell.front() == '-' ? -size : size;
}

} // namespace

CsvTable read_csv(const std::filesystem::path& path) {
    const MappedFile file(path);
    std::string_view text(reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size());
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    check_text(path, text);
    CsvTable table = CsvReader(path, text).read();
    if (table.rows.empty()) throw Error(path, "holds no cells, a CSV table of numbers is expected");
    if (first_row_is_header(table)) {
        table.header = std::move(table.rows.front());
        table.rows.erase(table.rows.begin());
        table.lines.erase(table.lines.begin());
    }
    return table;
}

std::optional<float> csv_number(std::string_view cell) {
    while (!cell.empty() && (cell.front() == ' ' || cell.front() == '\t'))
        cell.remove_prefix(1);
    while (!cell.empty() && (cell.back() == ' ' || cell.back() == '\t'))
        cell.remove_suffix(1);
    if (cell.size() > 1 && cell[0] == '+' && cell[1] != '-') cell.remove_prefix(1);
    if (cell.empty()) return std::nullopt;
    const char* end = cell.data() + cell.size();
    float value = 0;
    auto result = std::from_chars(cell.data(), end, value);
    if (result.ptr != end || result.ec == std::errc::invalid_argument) return std::nullopt;
    if (result.ec == std::errc()) return value;
    double wide = 0;
    result = std::from_chars(cell.data(), end, wide);
    return result.ec == std::errc() ? float(wide) : beyond_range(cell);
}

} // namespace ffn

#include "engine/formats/csv_numbers.h"

#include "engine/core/error.h"
#include "engine/formats/utf8_check.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace ffn {

namespace {

constexpr std::size_t kMostCells = std::size_t(1) << 20;     // of a row; no model is as wide
constexpr std::size_t kLongestQuoted = std::size_t(1) << 20; // bytes
constexpr std::size_t kPagesAtOnce = std::size_t(1) << 20;

/// Whether the row's numbers are 0, 1, 2, … from left to right, two of them at least: names of columns.
bool counts_columns(const std::vector<std::string>& row) {
    int count = 0;
    for (const std::string& cell : row)
        if (csv_number(cell) && cell != std::to_string(count++)) return false;
    return count >= 2;
}

bool ends_cell(char c) {
    return c == ',' || c == '\n' || c == '\r' || c == '"';
}

bool is_number(std::string_view cell) {
    return csv_number(cell).has_value();
}

/// `below`: the next row; nothing where there is none.
bool is_header(const std::vector<std::string>& first, std::span<const std::string_view> below) {
    if (!std::ranges::all_of(first, is_number) && counts_columns(first)) return true;
    for (std::size_t i = 0; i < first.size(); ++i)
        if (!is_number(first[i]) && (below.empty() || is_number(below[i]))) return true;
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

CsvReader::CsvReader(const std::filesystem::path& path) : m_file(path) {
    const ByteSpan bytes = m_file.bytes();
    m_text = {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    if (m_text.starts_with("\xEF\xBB\xBF")) m_text.remove_prefix(3);
    check_text();
    read_header();
}

void CsvReader::fail(std::size_t line, const std::string& sentence) const {
    throw Error(path(), "line " + std::to_string(line) + ": " + sentence);
}

void CsvReader::check_text() const {
    const std::size_t nul = m_text.find('\0');
    const std::size_t bad = std::min(nul, first_invalid_utf8(m_text).value_or(std::string_view::npos));
    if (bad != std::string_view::npos)
        fail(std::size_t(std::ranges::count(m_text.substr(0, bad), '\n')) + 1, "is not UTF-8 text");
    release_pages(m_file.bytes());
}

void CsvReader::read_header() {
    if (!next()) throw Error(path(), "holds no cells, a CSV table of numbers is expected");
    std::vector<std::string> first(m_cells.begin(), m_cells.end());
    const bool has_more = next();
    if (is_header(first, has_more ? cells() : std::span<const std::string_view>()))
        m_header = std::move(first);
    rewind();
}

void CsvReader::rewind() {
    m_at = m_given_back = 0;
    m_line = 1;
}

bool CsvReader::next() {
    while (take_line_end()) {
    }
    if (m_at - m_given_back > kPagesAtOnce) {
        release_pages(m_file.bytes().subspan(m_given_back, m_at - m_given_back));
        m_given_back = m_at;
    }
    if (m_at == m_text.size()) return false;
    m_row_line = m_line;
    take_row();
    if (m_first_line == 0) m_first_line = m_row_line, m_width = m_cells.size();
    if (m_cells.size() != m_width)
        fail(m_row_line, "has " + std::to_string(m_cells.size()) + " cells, line " +
                             std::to_string(m_first_line) + " has " + std::to_string(m_width));
    return true;
}

void CsvReader::take_row() {
    m_cells.clear();
    m_unquoted.clear();
    do {
        if (m_cells.size() == kMostCells) fail(m_line, "has more than 1048576 cells");
        m_cells.push_back(peek() == '"' ? quoted_cell() : plain_cell());
    } while (take(','));
    if (m_at < m_text.size() && !take_line_end())
        fail(m_line, "a comma or the line's end is expected after a closing quote");
}

std::string_view CsvReader::plain_cell() {
    std::size_t end = m_at;
    while (end < m_text.size() && !ends_cell(m_text[end]))
        ++end;
    if (end < m_text.size() && m_text[end] == '"')
        fail(m_line, "a quote inside a cell that does not begin with one");
    const std::string_view cell = m_text.substr(m_at, end - m_at);
    m_at = end;
    if (peek() == '\r' && m_text.substr(m_at, 2) != "\r\n")
        fail(m_line, "a carriage return without a line feed");
    return cell;
}

std::string_view CsvReader::quoted_cell() {
    const std::size_t first_line = m_line, begin = ++m_at;
    bool doubled = false;
    for (;; ++m_at) {
        const std::size_t quote = m_text.find('"', m_at);
        if (quote == std::string_view::npos) fail(first_line, "a quote is never closed");
        if (quote - begin > kLongestQuoted) fail(first_line, "a cell of more than 1048576 bytes in quotes");
        m_line += std::size_t(std::ranges::count(m_text.substr(m_at, quote - m_at), '\n'));
        m_at = quote + 1;
        if (peek() != '"') break;
        doubled = true;
    }
    const std::string_view raw = m_text.substr(begin, m_at - 1 - begin);
    if (!doubled) return raw;
    std::string& cell = m_unquoted.emplace_back();
    for (std::size_t i = 0; i < raw.size(); i += raw[i] == '"' ? 2 : 1)
        cell += raw[i];
    return cell;
}

bool CsvReader::take(char wanted) {
    if (peek() != wanted || m_at == m_text.size()) return false;
    ++m_at;
    return true;
}

bool CsvReader::take_line_end() {
    if (m_text.substr(m_at, 2) == "\r\n")
        m_at += 2;
    else if (!take('\n'))
        return false;
    ++m_line;
    return true;
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

#include "engine/tokens/hidden_states_csv.h"

#include "engine/core/error.h"
#include "engine/formats/csv_numbers.h"
#include "engine/formats/mapped_file.h"

#include <algorithm>
#include <charconv>

namespace ffn {

namespace {

constexpr std::size_t kLabels = 3; // batch, position, token

[[noreturn]] void fail(const std::filesystem::path& file, std::size_t line, const std::string& sentence) {
    throw Error(file, "line " + std::to_string(line) + ": " + sentence);
}

void check_width(const std::filesystem::path& file, std::size_t line, std::size_t width,
                 std::int64_t d_model) {
    if (width != std::size_t(d_model))
        fail(file, line,
             std::to_string(width) + " values a token, but the model's d_model is " +
                 std::to_string(d_model));
}

// Numbers of one line, from cell `first` on, into a tensor's row.
void read_numbers(const std::filesystem::path& file, std::size_t line, const std::vector<std::string>& cells,
                  std::size_t first, std::span<float> row) {
    for (std::size_t i = first; i < cells.size(); ++i) {
        const auto number = csv_number(cells[i]);
        if (!number)
            fail(file, line, "“" + cells[i] + "” in column " + std::to_string(i + 1) + " is not a number");
        row[i - first] = *number;
    }
}

std::int64_t whole_number(const std::filesystem::path& file, std::size_t line, const std::string& cell) {
    std::int64_t value = 0;
    const auto [stop, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error != std::errc() || stop != cell.data() + cell.size() || value < 0)
        fail(file, line, "“" + cell + "” is not a whole number from 0");
    return value;
}

void check_header(const std::filesystem::path& file, const std::vector<std::string>& header,
                  std::int64_t d_model) {
    constexpr std::size_t kHeaderLine = 1;
    const bool labels =
        header.size() > kLabels && header[0] == "batch" && header[1] == "position" && header[2] == "token";
    const bool numbered =
        labels && header[kLabels] == "0" && header.back() == std::to_string(header.size() - kLabels - 1);
    if (!numbered)
        fail(file, kHeaderLine,
             "the header should be batch,position,token,0,1,… (the layout called wide), or there should be "
             "none");
    check_width(file, kHeaderLine, header.size() - kLabels, d_model);
}

// Each line must go on with the same row of the batch or begin the next one.
TokenBatch read_labels(const std::filesystem::path& file, const CsvTable& table) {
    TokenBatch batch;
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        const auto& cells = table.rows[r];
        const std::int64_t b = whole_number(file, table.lines[r], cells[0]);
        const std::int64_t p = whole_number(file, table.lines[r], cells[1]);
        const bool begins = b == batch.batch() && p == 0;
        const bool goes_on = !batch.rows.empty() && b == batch.batch() - 1 && p == batch.length(b);
        if (!begins && !goes_on) {
            std::string wanted = "batch " + std::to_string(batch.batch()) + ", position 0";
            if (!batch.rows.empty())
                wanted = "batch " + std::to_string(batch.batch() - 1) + ", position " +
                         std::to_string(batch.rows.back().size()) + " or " + wanted;
            fail(file, table.lines[r],
                 "batch " + cells[0] + ", position " + cells[1] + " where " + wanted + " is expected");
        }
        if (begins) batch.rows.emplace_back();
        batch.rows.back().push_back({cells[2], -1, 0, 0});
    }
    return batch;
}

ModelInput read_wide(const std::filesystem::path& file, const CsvTable& table, std::int64_t d_model) {
    check_header(file, table.header, d_model);
    if (table.rows.empty()) throw Error(file, "has a header and no tokens below it");
    auto tokens = std::make_shared<TokenBatch>(read_labels(file, table));
    auto states = padded_states(*tokens, d_model);
    std::size_t r = 0;
    for (std::int64_t b = 0; b < tokens->batch(); ++b)
        for (std::int64_t p = 0; p < tokens->length(b); ++p, ++r)
            read_numbers(file, table.lines[r], table.rows[r], kLabels, states->row(b * tokens->len() + p));
    return {std::move(tokens), std::move(states)};
}

// What other programs call CSV but part with blanks has a single cell a line here.
void split_at_blanks(std::vector<std::string>& cells) {
    const std::string line = std::move(cells.front());
    cells.clear();
    constexpr std::string_view kBlanks = " \t";
    for (std::size_t at = line.find_first_not_of(kBlanks); at != std::string::npos;) {
        const std::size_t end = std::min(line.find_first_of(kBlanks, at), line.size());
        cells.push_back(line.substr(at, end - at));
        at = line.find_first_not_of(kBlanks, end);
    }
}

ModelInput read_bare(const std::filesystem::path& file, CsvTable& table, std::int64_t d_model) {
    // Every line is as wide as the tensor before there is one: short lines must not claim much memory.
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        if (table.rows[r].size() == 1) split_at_blanks(table.rows[r]);
        check_width(file, table.lines[r], table.rows[r].size(), d_model);
    }
    auto tokens = std::make_shared<TokenBatch>();
    auto& row = tokens->rows.emplace_back();
    auto states = std::make_shared<Tensor>(Shape{1, std::int64_t(table.rows.size()), d_model});
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        read_numbers(file, table.lines[r], table.rows[r], 0, states->row(std::int64_t(r)));
        row.push_back({std::to_string(r), -1, 0, 0});
    }
    return {std::move(tokens), std::move(states)};
}

} // namespace

bool looks_like_csv(const std::filesystem::path& file) {
    constexpr std::size_t kLooked = 4096;
    const MappedFile mapped(file);
    const auto begin = mapped.bytes().first(std::min(kLooked, mapped.bytes().size()));
    const bool control = std::ranges::any_of(
        begin, [](std::uint8_t c) { return c < 0x20 && c != '\t' && c != '\n' && c != '\r'; });
    const bool pickle = begin[0] == 0x80, npy = begin[0] == 0x93;
    return !control && !pickle && !npy && begin[0] != '{';
}

ModelInput read_hidden_states_csv(const std::filesystem::path& file, std::int64_t d_model) {
    CsvTable table = read_csv(file);
    // A first line of numbers parted by blanks is one cell of text to the CSV reader, and so a header.
    if (table.header.size() == 1) {
        table.rows.insert(table.rows.begin(), std::move(table.header));
        table.lines.insert(table.lines.begin(), 1);
        table.header.clear();
    }
    if (!table.header.empty()) return read_wide(file, table, d_model);
    return read_bare(file, table, d_model);
}

} // namespace ffn

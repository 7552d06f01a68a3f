#include "engine/tokens/hidden_states_csv.h"

#include "engine/core/error.h"
#include "engine/core/memory.h"
#include "engine/formats/csv_numbers.h"
#include "engine/formats/mapped_file.h"

#include <algorithm>
#include <charconv>

namespace ffn {

namespace {

constexpr std::size_t kLabels = 3; // batch, position, token
constexpr std::size_t kLongestToken = 65536;

/// Some of a cell, for a message.
std::string quoted(std::string_view cell) {
    constexpr std::size_t kShown = 80;
    return "“" + std::string(cell.substr(0, kShown)) + (cell.size() > kShown ? "…”" : "”");
}

void check_width(const CsvReader& csv, std::size_t line, std::size_t width, std::int64_t d_model) {
    if (width != std::size_t(d_model))
        csv.fail(line, std::to_string(width) + " values a token, but the model's d_model is " +
                           std::to_string(d_model));
}

/// Short lines must not claim much memory; the padding of rows of unequal length may claim more. In double,
/// for the product of three counts may not fit 64 bits.
void check_memory(const CsvReader& csv, double tokens, double states) {
    constexpr double kAlways = 40 << 20, kPerByte = 2, kAlwaysStates = 60 << 20, kStatesPerByte = 32;
    const double size = double(csv.size()), most = kAlwaysStates + kStatesPerByte * size;
    if (tokens > kAlways + kPerByte * size)
        throw Error(csv.path(), "takes " + bytes_text(std::uint64_t(tokens)) +
                                    " as tokens, which is more than a file of " + bytes_text(csv.size()) +
                                    " justifies");
    if (states > most)
        throw Error(csv.path(), "takes " + bytes_text(std::uint64_t(states)) +
                                    " with all rows of the batch as long as the longest; up to " +
                                    bytes_text(std::uint64_t(most)) + " are allowed for a file of its size");
}

// Numbers of one row, from cell `first` on, into a tensor's row.
void read_numbers(const CsvReader& csv, std::size_t first, std::span<float> row) {
    const auto cells = csv.cells();
    for (std::size_t i = first; i < cells.size(); ++i) {
        const auto number = csv_number(cells[i]);
        if (!number)
            csv.fail(csv.line(),
                     quoted(cells[i]) + " in column " + std::to_string(i + 1) + " is not a number");
        row[i - first] = *number;
    }
}

std::int64_t whole_number(const CsvReader& csv, std::string_view cell) {
    std::int64_t value = 0;
    const auto [stop, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error != std::errc() || stop != cell.data() + cell.size() || value < 0)
        csv.fail(csv.line(), quoted(cell) + " is not a whole number from 0");
    return value;
}

void check_header(const CsvReader& csv, std::int64_t d_model) {
    constexpr std::size_t kHeaderLine = 1;
    const std::vector<std::string>& header = csv.header();
    const bool labels =
        header.size() > kLabels && header[0] == "batch" && header[1] == "position" && header[2] == "token";
    const bool numbered =
        labels && header[kLabels] == "0" && header.back() == std::to_string(header.size() - kLabels - 1);
    if (!numbered)
        csv.fail(kHeaderLine,
                 "the header should be batch,position,token,0,1,… (the layout called wide), or there should "
                 "be none");
    check_width(csv, kHeaderLine, header.size() - kLabels, d_model);
}

// Each row must go on with the same row of the batch or begin the next one.
void add_token(const CsvReader& csv, TokenBatch& batch) {
    const auto cells = csv.cells();
    const std::int64_t b = whole_number(csv, cells[0]), p = whole_number(csv, cells[1]);
    const bool begins = b == batch.batch() && p == 0;
    const bool goes_on = !batch.rows.empty() && b == batch.batch() - 1 && p == batch.length(b);
    if (!begins && !goes_on) {
        std::string wanted = "batch " + std::to_string(batch.batch()) + ", position 0";
        if (!batch.rows.empty())
            wanted = "batch " + std::to_string(batch.batch() - 1) + ", position " +
                     std::to_string(batch.rows.back().size()) + " or " + wanted;
        csv.fail(csv.line(), "batch " + std::to_string(b) + ", position " + std::to_string(p) + " where " +
                                 wanted + " is expected");
    }
    if (cells[2].size() > kLongestToken) csv.fail(csv.line(), "a token of more than 65536 bytes");
    if (begins) batch.rows.emplace_back();
    batch.rows.back().push_back({std::string(cells[2]), -1, 0, 0});
}

TokenBatch read_labels(CsvReader& csv, std::int64_t d_model) {
    TokenBatch batch;
    double taken = 0, longest = 0;
    csv.rewind();
    csv.next(); // the header
    while (csv.next()) {
        add_token(csv, batch);
        // A growing list of tokens lies twice in memory for a moment.
        taken += 2 * sizeof(Token) + double(csv.cells()[2].size());
        if (batch.rows.back().size() == 1) taken += sizeof(batch.rows[0]);
        longest = std::max(longest, double(batch.rows.back().size()));
        check_memory(csv, taken, longest * double(batch.batch()) * double(d_model) * sizeof(float));
    }
    return batch;
}

ModelInput read_wide(CsvReader& csv, std::int64_t d_model) {
    check_header(csv, d_model);
    auto tokens = std::make_shared<TokenBatch>(read_labels(csv, d_model));
    if (tokens->rows.empty()) throw Error(csv.path(), "has a header and no tokens below it");
    auto states = padded_states(*tokens, d_model);
    csv.rewind();
    csv.next();
    for (std::int64_t b = 0, len = tokens->len(); b < tokens->batch(); ++b)
        for (std::int64_t p = 0; p < tokens->length(b) && csv.next(); ++p)
            read_numbers(csv, kLabels, states->row(b * len + p));
    return {std::move(tokens), std::move(states)};
}

// What other programs call CSV but part with blanks has a single cell a line here.
std::string_view take_word(std::string_view& rest) {
    constexpr std::string_view kBlanks = " \t";
    const std::size_t begin = std::min(rest.find_first_not_of(kBlanks), rest.size());
    const std::size_t end = std::min(rest.find_first_of(kBlanks, begin), rest.size());
    const std::string_view word = rest.substr(begin, end - begin);
    rest.remove_prefix(end);
    return word;
}

std::size_t count_words(std::string_view text) {
    std::size_t count = 0;
    while (!take_word(text).empty())
        ++count;
    return count;
}

void read_words(const CsvReader& csv, std::span<float> row) {
    std::string_view rest = csv.cells()[0];
    for (std::size_t i = 0; i < row.size(); ++i) {
        const std::string_view word = take_word(rest);
        const auto number = csv_number(word);
        if (!number)
            csv.fail(csv.line(), quoted(word) + " in column " + std::to_string(i + 1) + " is not a number");
        row[i] = *number;
    }
}

ModelInput read_bare(CsvReader& csv, std::int64_t d_model) {
    std::int64_t rows = 0;
    for (csv.rewind(); csv.next(); ++rows) {
        const auto cells = csv.cells();
        check_width(csv, csv.line(), cells.size() == 1 ? count_words(cells[0]) : cells.size(), d_model);
        check_memory(csv, double(rows + 1) * sizeof(Token),
                     double(rows + 1) * double(d_model) * sizeof(float));
    }
    auto tokens = std::make_shared<TokenBatch>();
    auto& row = tokens->rows.emplace_back();
    row.reserve(std::size_t(rows));
    auto states = std::make_shared<Tensor>(Shape{1, rows, d_model});
    csv.rewind();
    for (std::int64_t r = 0; r < rows && csv.next(); ++r) {
        if (csv.cells().size() == 1)
            read_words(csv, states->row(r));
        else
            read_numbers(csv, 0, states->row(r));
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
    CsvReader csv(file);
    // A first line of numbers parted by blanks is one cell of text to the CSV reader, and so a header.
    return csv.header().size() > 1 ? read_wide(csv, d_model) : read_bare(csv, d_model);
}

} // namespace ffn

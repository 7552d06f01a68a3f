#include "engine/exports/csv_export.h"

#include "engine/core/atomic_file.h"
#include "engine/core/thread_pool.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

namespace ffn {

namespace {

// A real token and where its values are.
struct Line {
    std::int64_t batch = 0, position = 0;
    const Token* token = nullptr;
    std::span<const float> values;
};

/// How lines are written: which units, what stands between columns.
struct Table {
    const std::vector<std::int64_t>& units;
    char separator = ',';
};

std::vector<Line> real_lines(const Snapshot& snapshot, const StagePart& part) {
    const TokenBatch& tokens = *snapshot.tokens;
    const Tensor& values = snapshot.stage(part.stage);
    const std::int64_t len = values.shape().len;
    std::vector<Line> lines;
    lines.reserve(part.rows.size());
    for (const std::int64_t row : part.rows) {
        const std::int64_t b = row / len, p = row % len;
        if (tokens.is_padding(b, p)) continue;
        lines.push_back({b, p, &tokens.rows[std::size_t(b)][std::size_t(p)], values.row(row)});
    }
    return lines;
}

void append_number(std::string& text, float value) {
    if (std::isnan(value)) { // to_chars would write a NaN's sign
        text += "nan";
        return;
    }
    char digits[32];
    text.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

std::string labels(const Line& line, char separator) {
    return std::to_string(line.batch) + separator + std::to_string(line.position) + separator +
           csv_field(line.token->text, separator);
}

void append_wide(std::string& text, const Line& line, const Table& table) {
    text += labels(line, table.separator);
    for (const std::int64_t unit : table.units) {
        text += table.separator;
        append_number(text, line.values[std::size_t(unit)]);
    }
    text += '\n';
}

void append_tidy(std::string& text, const Line& line, const Table& table) {
    const std::string prefix = labels(line, table.separator) + table.separator;
    for (const std::int64_t unit : table.units) {
        text += prefix;
        char digits[24];
        text.append(digits, std::to_chars(digits, digits + sizeof digits, unit).ptr);
        text += table.separator;
        append_number(text, line.values[std::size_t(unit)]);
        text += '\n';
    }
}

using Append = void (*)(std::string&, const Line&, const Table&);

std::string header(bool statistic, Append append, const Table& table) {
    const char between = table.separator;
    std::string text = std::string("batch") + between + "position" + between + "token";
    if (statistic) return text + between + "value\n";
    if (append == append_tidy) return text + between + "unit" + between + "value\n";
    for (const std::int64_t unit : table.units)
        text += between + std::to_string(unit);
    return text + '\n';
}

// Formats a wave of blocks on all cores, writes it, and takes the next, so that the text of a large stage
// never lies in memory as a whole.
void write_lines(AtomicFile& out, const std::vector<Line>& lines, const Table& table, Append append,
                 const Progress& progress) {
    constexpr std::int64_t kBlockValues = 1 << 15, kBlocksPerThread = 4;
    const auto dim = std::max<std::int64_t>(1, std::int64_t(table.units.size()));
    const std::int64_t block = std::max<std::int64_t>(1, kBlockValues / dim);
    const auto count = std::int64_t(lines.size());
    ThreadPool pool(count <= block ? 1 : 0);
    std::vector<std::string> texts(std::size_t(pool.threads() * kBlocksPerThread));
    const std::int64_t wave = block * std::int64_t(texts.size());
    for (std::int64_t begin = 0; begin < count; begin += wave) {
        const std::int64_t end = std::min(count, begin + wave);
        const std::int64_t blocks = (end - begin + block - 1) / block;
        pool.for_each_block(blocks,
                            [&](std::int64_t i) {
                                std::string& text = texts[std::size_t(i)];
                                text.clear();
                                const std::int64_t last = std::min(end, begin + (i + 1) * block);
                                for (std::int64_t line = begin + i * block; line < last; ++line)
                                    append(text, lines[std::size_t(line)], table);
                            },
                            {{}, progress.stop});
        for (std::int64_t i = 0; i < blocks; ++i)
            out.write(texts[std::size_t(i)]);
        if (progress.report) progress.report(end, count);
    }
}

} // namespace

std::string csv_field(std::string_view text, char separator) {
    const char special[] = {separator, '"', '\r', '\n'};
    if (text.find_first_of(std::string_view(special, sizeof special)) == std::string_view::npos)
        return std::string(text);
    std::string field = "\"";
    for (const char c : text) {
        if (c == '"') field += '"';
        field += c;
    }
    return field + '"';
}

void write_csv(const Snapshot& snapshot, Stage stage, const std::filesystem::path& file, CsvLayout layout,
               const Progress& progress) {
    assert(snapshot.has(stage));
    write_csv(snapshot, whole_stage(snapshot, stage), file, layout, progress);
}

void write_csv(const Snapshot& snapshot, const StagePart& part, const std::filesystem::path& file,
               CsvLayout layout, const Progress& progress) {
    const bool statistic = info(part.stage).width == StageWidth::One;
    const Append append = layout == CsvLayout::Wide || statistic ? append_wide : append_tidy;
    const Table table{part.units};
    AtomicFile out(file);
    out.write(header(statistic, append, table));
    write_lines(out, real_lines(snapshot, part), table, append, progress);
    progress.check();
    out.commit();
}

std::string tab_separated(const Snapshot& snapshot, const StagePart& part) {
    const Table table{part.units, '\t'};
    std::string text = header(info(part.stage).width == StageWidth::One, append_wide, table);
    for (const Line& line : real_lines(snapshot, part))
        append_wide(text, line, table);
    return text;
}

} // namespace ffn

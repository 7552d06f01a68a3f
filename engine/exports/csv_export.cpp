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

// One line of the wide layout: a real token and where its values are.
struct Line {
    std::int64_t batch = 0, position = 0;
    const Token* token = nullptr;
    std::span<const float> values;
};

std::vector<Line> real_lines(const TokenBatch& tokens, const Tensor& values) {
    std::vector<Line> lines;
    lines.reserve(std::size_t(tokens.tokens()));
    for (std::int64_t b = 0; b < tokens.batch(); ++b)
        for (std::int64_t p = 0; p < tokens.length(b); ++p)
            lines.push_back(
                {b, p, &tokens.rows[std::size_t(b)][std::size_t(p)], values.row(b * values.shape().len + p)});
    return lines;
}

// RFC 4180: a field with a comma, quote or line break stands in quotes, its own quotes doubled.
std::string csv_field(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string field = "\"";
    for (const char c : text) {
        if (c == '"') field += '"';
        field += c;
    }
    return field + '"';
}

void append_number(std::string& text, float value) {
    if (std::isnan(value)) { // to_chars would write a NaN's sign
        text += "nan";
        return;
    }
    char digits[32];
    text.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

std::string labels(const Line& line) {
    return std::to_string(line.batch) + ',' + std::to_string(line.position) + ',' +
           csv_field(line.token->text);
}

void append_wide(std::string& text, const Line& line) {
    text += labels(line);
    for (const float value : line.values) {
        text += ',';
        append_number(text, value);
    }
    text += '\n';
}

void append_tidy(std::string& text, const Line& line) {
    const std::string prefix = labels(line) + ',';
    for (std::size_t unit = 0; unit < line.values.size(); ++unit) {
        text += prefix;
        char digits[24];
        text.append(digits, std::to_chars(digits, digits + sizeof digits, unit).ptr);
        text += ',';
        append_number(text, line.values[unit]);
        text += '\n';
    }
}

void append_statistic(std::string& text, const Line& line) {
    text += labels(line) + ',';
    append_number(text, line.values[0]);
    text += '\n';
}

using Append = void (*)(std::string&, const Line&);

std::string header(std::int64_t dim, Append append) {
    std::string text = "batch,position,token";
    if (append == append_statistic) return text + ",value\n";
    if (append == append_tidy) return text + ",unit,value\n";
    for (std::int64_t unit = 0; unit < dim; ++unit)
        text += ',' + std::to_string(unit);
    return text + '\n';
}

// Formats a wave of blocks on all cores, writes it, and takes the next, so that the text of a large stage
// never lies in memory as a whole.
void write_lines(AtomicFile& out, const std::vector<Line>& lines, std::int64_t dim, Append append,
                 const Progress& progress) {
    constexpr std::int64_t kBlockValues = 1 << 15, kBlocksPerThread = 4;
    const std::int64_t block = std::max<std::int64_t>(1, kBlockValues / std::max<std::int64_t>(1, dim));
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
                                    append(text, lines[std::size_t(line)]);
                            },
                            {{}, progress.stop});
        for (std::int64_t i = 0; i < blocks; ++i)
            out.write(texts[std::size_t(i)]);
        if (progress.report) progress.report(end, count);
    }
}

} // namespace

void write_csv(const Snapshot& snapshot, Stage stage, const std::filesystem::path& file, CsvLayout layout,
               const Progress& progress) {
    assert(snapshot.has(stage));
    const Tensor& values = snapshot.stage(stage);
    Append append = layout == CsvLayout::Wide ? append_wide : append_tidy;
    if (info(stage).width == StageWidth::One) append = append_statistic;
    AtomicFile out(file);
    out.write(header(values.dim(), append));
    write_lines(out, real_lines(*snapshot.tokens, values), values.dim(), append, progress);
    progress.check();
    out.commit();
}

} // namespace ffn

#include "app/analysis_words.h"

#include "app/analyze_tables.h"
#include "app/option_list.h"
#include "app/usage_error.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

namespace ffn::app {

namespace {

std::vector<std::string> tables_from(const std::string& list) {
    std::vector<std::string> known = table_names(), wanted = split_list("--tables", list);
    if (std::ranges::count(wanted, "all") > 0) return {};
    for (const std::string& word : wanted)
        if (std::ranges::count(known, word) == 0) {
            known.insert(known.begin(), "all");
            refuse_word("--tables", word, known);
        }
    return wanted;
}

std::int64_t number_from(std::string_view text, const std::string& whole) {
    std::int64_t value = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 0)
        throw UsageError("--cell: “" + whole +
                         "” is no cell; write STAGE:BATCH,POSITION,UNIT, as output:0,3,17");
    return value;
}

CellChoice cell_from(const std::string& text) {
    const std::size_t colon = text.find(':');
    const auto stage = stage_from_name(std::string_view(text).substr(0, colon));
    if (!stage) {
        std::vector<std::string> names;
        for (const StageInfo& info : stages())
            names.emplace_back(info.name);
        refuse_word("--cell", text.substr(0, colon), names);
    }
    const std::string numbers = colon == std::string::npos ? std::string() : text.substr(colon + 1);
    const std::size_t first = std::min(numbers.find(','), numbers.size());
    const std::size_t second = std::min(numbers.find(',', first + 1), numbers.size());
    const std::string_view all = numbers;
    return {
        *stage, number_from(all.substr(0, first), text),
        number_from(all.substr(std::min(first + 1, all.size()), second - std::min(first + 1, second)), text),
        number_from(all.substr(std::min(second + 1, all.size())), text)};
}

void check_threshold(float above) {
    if (!(above >= 0) || std::isinf(above))
        throw UsageError("--active-above: give a number of at least 0, such as 0.01");
}

void need_model(const OptionWords& words) {
    if (words.weights.empty() && !words.random) throw UsageError("give a model: --weights FILE, or --random");
}

} // namespace

CLI::App* add_analyze(CLI::App& app, AnalyzeWords& words) {
    auto* analyze = app.add_subcommand("analyze", "tables of what a forward pass means");
    add_pass_options(*analyze, words.pass);
    const auto add = [&](const char* option, auto& value, const char* help, const char* type) {
        return analyze->add_option(option, value, help)->type_name(type)->group("TABLES");
    };
    std::string names;
    for (const std::string& name : table_names())
        names += " " + name;
    add("--tables", words.tables, ("names with commas between them [all that apply]:" + names).c_str(),
        "LIST");
    add("--active-above", words.active_above,
        "|hidden| up to it is inactive [0; GELU and SiLU: a tenth of the root mean square]", "T");
    auto* file =
        add("--against", words.against, "a snapshot to compare with [the pass without edits]", "FILE");
    add("--against-block", words.against_block,
        "compare with another block of the file, fed with the same input", "ID")
        ->excludes(file);
    add("--cell", words.cell, "for the tables cell and waterfall", "STAGE:BATCH,POSITION,UNIT");
    add("--top", words.top, "how many of the largest are listed [10]", "N")->check(CLI::Range(1, 1'000'000));
    add("--points", words.points, "of each savings curve [24]", "N")->check(CLI::Range(1, 10'000));
    auto* out = add("--out", words.out, "folder for the files, made if missing", "DIR");
    add("--formats", words.formats, "of csv json [csv]", "LIST")->needs(out);
    analyze->add_flag("--json", words.json, "all tables as one JSON list on standard output")
        ->group("TABLES");
    analyze->add_flag("--force", words.force, "allow overwriting files in DIR")->needs(out)->group("TABLES");
    return analyze;
}

AnalyzeOptions analyze_options(const AnalyzeWords& words) {
    need_model(words.pass);
    const RunOptions pass = pass_options(words.pass, false);
    if (words.pass.random && pass.input.empty())
        throw UsageError("give something to feed the model with: --text, --ids or --input");
    if (words.out.empty() && !words.json)
        throw UsageError("say where the results go: --out DIR for files, --json for numbers");
    AnalyzeOptions options;
    options.model = pass.model, options.input = pass.input;
    options.edits = pass.edits, options.engine = pass.engine;
    options.tables = tables_from(words.tables);
    if (words.active_above) check_threshold(*words.active_above);
    options.active_above = words.active_above;
    options.against = words.against;
    options.against_block = words.against_block;
    if (!words.cell.empty()) options.cell = cell_from(words.cell);
    options.top = words.top, options.points = words.points;
    options.folder = words.out;
    options.csv = false;
    for (const std::string& format : split_list("--formats", words.formats)) {
        if (format != "csv" && format != "json") refuse_word("--formats", format, {"csv", "json"});
        (format == "csv" ? options.csv : options.json_files) = true;
    }
    options.json = words.json, options.force = words.force;
    return options;
}

CLI::App* add_scan(CLI::App& app, ScanWords& words) {
    auto* scan = app.add_subcommand("scan", "stream text files through a block: what its units fire on");
    scan->add_option("FILE", words.files, "text files, one sequence a line")->required();
    add_scan_options(*scan, words.pass);
    const auto add = [&](const char* option, auto& value, const char* help, const char* type) {
        return scan->add_option(option, value, help)->type_name(type)->group("SCAN");
    };
    add("--out", words.out, "where the statistics are saved", "STATS.json")->required();
    add("--csv", words.csv, "the units as a table, at the end", "FILE");
    scan->add_flag("--resume", words.resume, "go on with STATS.json, if it is there")->group("SCAN");
    add("--chunk", words.chunk, "tokens between two savings [65536]", "N")
        ->check(CLI::Range(std::int64_t(1), std::int64_t(1) << 40));
    add("--top", words.top, "tokens remembered for each unit [8]", "N")->check(CLI::Range(0, 1000));
    add("--active-above", words.active_above, "|hidden| up to it is inactive [0]", "T");
    scan->add_flag("--force", words.force, "begin anew where STATS.json is there")->group("SCAN");
    return scan;
}

ScanOptions scan_options(const ScanWords& words) {
    need_model(words.pass);
    check_threshold(words.active_above);
    if (words.resume && words.force)
        throw UsageError("--resume goes on with what is there, --force throws it away: give one of them");
    const RunOptions pass = pass_options(words.pass, false);
    ScanOptions options;
    options.model = pass.model, options.input = pass.input;
    options.edits = pass.edits, options.engine = pass.engine;
    options.files = words.files;
    options.out = words.out, options.csv = words.csv;
    options.resume = words.resume, options.force = words.force;
    options.chunk = words.chunk, options.top = words.top, options.active_above = words.active_above;
    return options;
}

CLI::App* add_merge(CLI::App& app, MergeOptions& options) {
    auto* merge = app.add_subcommand("merge", "add up what scans of parts of a corpus saved");
    merge->add_option("SCAN", options.scans, "what scan or merge saved")->required();
    merge->add_option("--out", options.out, "where the sum is saved")->type_name("STATS.json")->required();
    merge->add_option("--csv", options.csv, "the units as a table")->type_name("FILE");
    merge->add_flag("--force", options.force, "allow overwriting");
    return merge;
}

} // namespace ffn::app

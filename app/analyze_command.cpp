#include "app/analyze_command.h"

#include "app/analyze_tables.h"
#include "app/output_folder.h"
#include "app/pass_steps.h"
#include "app/stop_signal.h"
#include "app/terminal_text.h"
#include "engine/exports/snapshot_file.h"
#include "engine/exports/table_file.h"

namespace ffn::app {

namespace {

namespace fs = std::filesystem;

fs::path file_of(const AnalyzeOptions& options, const std::string& table, const char* ending) {
    return options.folder / (table + ending);
}

/// Of all that might be written, before anything is computed.
void check_tables(const AnalyzeOptions& options) {
    if (options.folder.empty()) return;
    for (const std::string& table : options.tables.empty() ? table_names() : options.tables)
        for (const auto& [wanted, ending] : {std::pair{options.csv, ".csv"}, {options.json_files, ".json"}}) {
            if (!wanted) continue;
            const fs::path file = file_of(options, table, ending);
            std::error_code error;
            if (fs::is_directory(file, error)) throw Error(file, "is a folder where a file is to be written");
            if (!options.force && fs::exists(fs::symlink_status(file, error)))
                throw Error(file, "is there already; choose another --out, or --force to overwrite");
        }
}

std::shared_ptr<const Snapshot> compared_with(const AnalyzeContext& context) {
    const AnalyzeOptions& options = context.options;
    if (!options.against.empty()) {
        const auto archive = open_archive(options.against);
        if (!is_snapshot(*archive))
            throw Error(
                options.against,
                "is no snapshot; ffnscope run --formats safetensors writes one as snapshot.safetensors");
        return read_snapshot(*archive);
    }
    if (!options.against_block.empty()) {
        const Progress step = context.progress.step("computing the other block");
        const auto other = ui::open_block(context.model, options.against_block, step).model;
        return forward(other, context.input.tokens, context.input.states, {}, options.engine, step);
    }
    if (options.edits.empty()) return nullptr;
    return forward(context.model.model, context.input.tokens, context.input.states, {}, options.engine,
                   context.progress.step("computing without edits"));
}

std::int64_t write_tables(const AnalyzeOptions& options, const std::vector<Table>& tables,
                          StopSignal& signal) {
    std::int64_t files = 0;
    for (const Table& table : tables) {
        if (options.csv) {
            const StopSignal::Writing writing(signal);
            write_table_csv(table, file_of(options, table.name, ".csv"));
            ++files;
        }
        if (options.json_files) {
            const StopSignal::Writing writing(signal);
            write_table_json(table, file_of(options, table.name, ".json"));
            ++files;
        }
    }
    return files;
}

std::string all_as_json(const std::vector<Table>& tables) {
    std::string text = "[";
    for (std::size_t i = 0; i < tables.size(); ++i)
        text.append(i ? ",\n" : "\n").append(table_json(tables[i]));
    return text + "]\n";
}

std::string summary(const std::vector<Table>& tables) {
    std::vector<std::vector<std::string>> rows{{"table", "rows", "columns"}};
    for (const Table& table : tables)
        rows.push_back({table.name, std::to_string(table.rows.size()), std::to_string(table.columns.size())});
    return table_text(rows, {false, true, true});
}

} // namespace

void analyze(const AnalyzeOptions& options) {
    check_backend(options.engine.backend);
    check_tables(options);
    StopSignal signal;
    OutputFolder folder(options.folder);
    signal.remove_if_ended(folder.made());
    TerminalProgress progress(signal.token());

    const ui::OpenedModel model = ui::open_model(options.model, progress.step("reading the weights"));
    const ui::OpenedInput fed = feed(options.input, model, progress);
    const ModelInput& input = fed.input;
    AnalyzeContext context(options, model, input, progress);
    context.encoder = fed.encoder;
    context.snapshot = forward(model.model, input.tokens, input.states, options.edits, options.engine,
                               progress.step("computing"));
    context.against = compared_with(context);
    const std::vector<Table> tables = make_tables(context);
    progress.clear();

    std::string report = options.json ? all_as_json(tables) : summary(tables);
    if (!options.folder.empty()) {
        const std::int64_t files = write_tables(options, tables, signal);
        folder.keep();
        if (!options.json)
            report.append("\n")
                .append(counted(files, "file"))
                .append(" in ")
                .append(printable(options.folder.string()) + "\n");
    }
    print(report);
}

} // namespace ffn::app

#include "app/run_command.h"

#include "app/output_folder.h"
#include "app/pass_steps.h"
#include "app/run_report.h"
#include "app/stage_files.h"
#include "app/stop_signal.h"
#include "app/terminal_progress.h"
#include "app/terminal_text.h"
#include "app/words_report.h"
#include "engine/analysis/layer_summary.h"
#include "engine/core/memory.h"

#include <algorithm>

namespace ffn::app {

namespace {

/// Before the model is known: the stages that are surely written.
std::vector<Stage> sure_stages(const OutputOptions& output) {
    if (!output.stages.empty()) return output.stages;
    return {Stage::Input,      Stage::PreActivation, Stage::Hidden,
            Stage::Projection, Stage::ResidualSum,   Stage::Output};
}

std::vector<Stage> wanted_stages(const OutputOptions& output, const FeedForwardConfig& config) {
    const std::vector<Stage> all = stages_of(config);
    for (const Stage stage : output.stages)
        if (std::ranges::count(all, stage) == 0) {
            std::string list;
            for (const Stage each : all)
                list += (list.empty() ? "" : ", ") + std::string(name(each));
            throw Error("this block has no stage “" + std::string(name(stage)) + "”; it has " + list);
        }
    return output.stages.empty() ? all : output.stages;
}

/// Those to write and those the report reads; all others need not be kept.
std::vector<Stage> stages_to_keep(std::vector<Stage> wanted, const FeedForwardConfig& config, bool in_words) {
    if (in_words) wanted.push_back(Stage::Output);
    const std::vector<Stage> reported = summary_stages(config);
    wanted.insert(wanted.end(), reported.begin(), reported.end());
    std::ranges::sort(wanted);
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    return wanted;
}

/// What `--vocabulary` asks for, on the tables that the input was made with.
std::optional<WordsReport> words(const RunOptions& options, const ui::OpenedModel& model,
                                 const ui::OpenedInput& input, const Snapshot& snapshot,
                                 TerminalProgress& progress) {
    if (options.output.vocabulary == 0) return std::nullopt;
    const Progress step = progress.step("reading words");
    const auto encoder =
        input.encoder
            ? input.encoder
            : std::make_shared<const ui::TokenEncoder>(ui::make_token_encoder(options.input, model, step));
    WordsReport report = words_report(snapshot, ui::open_word_tables(*encoder, model, step), options, step);
    progress.clear();
    return report;
}

std::shared_ptr<const Snapshot> pass(const RunOptions& options, const ui::OpenedModel& model,
                                     const ModelInput& input, const std::vector<Stage>& stages,
                                     TerminalProgress& progress) {
    ForwardOptions engine = options.engine;
    engine.stages = stages_to_keep(stages, model.model->config, options.output.vocabulary > 0);
    const std::uint64_t needed =
        forward_bytes(model.model->config, input.states->rows(), engine.stages, engine.threads);
    auto snapshot = forward(model.model, input.tokens, input.states, options.edits, engine,
                            progress.step("computing, in " + bytes_text(needed) + " of memory"));
    progress.clear();
    return snapshot;
}

} // namespace

void run(int argc, char** argv, const RunOptions& options) {
    const OutputOptions& output = options.output;
    check_backend(options.engine.backend);
    check_files(output, sure_stages(output));

    StopSignal signal;
    OutputFolder folder(output.folder);
    signal.remove_if_ended(folder.made());
    TerminalProgress progress(signal.token());

    const ui::OpenedModel model = ui::open_model(options.model, progress.step("reading the weights"));
    const std::vector<Stage> stages = wanted_stages(output, model.model->config);
    check_files(output, stages);
    const ui::OpenedInput input = feed(options.input, model, progress);
    const auto snapshot = pass(options, model, input.input, stages, progress);
    const auto in_words = words(options, model, input, *snapshot, progress);
    std::string report = output.json ? run_json(*snapshot, stages, in_words ? &*in_words : nullptr)
                                     : run_text(*snapshot, stages);

    if (!output.folder.empty()) {
        const auto files = write_stages(argc, argv, *snapshot, stages, output, signal, progress);
        folder.keep();
        if (!output.json)
            report.append("\n")
                .append(counted(std::int64_t(files), "file"))
                .append(" in ")
                .append(printable(output.folder.string()))
                .append("\n");
    }
    progress.clear();
    print(report);
}

} // namespace ffn::app

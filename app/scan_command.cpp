#include "app/scan_command.h"

#include "app/pass_steps.h"
#include "app/scan_report.h"
#include "app/stop_signal.h"
#include "app/terminal_progress.h"
#include "app/terminal_text.h"
#include "app/usage_error.h"
#include "engine/analysis/corpus_run.h"
#include "engine/analysis/unit_tables.h"
#include "engine/core/atomic_file.h"
#include "engine/exports/scan_file.h"
#include "engine/exports/table_file.h"
#include "ui/scan/scan_start.h"

#include <algorithm>

namespace ffn::app {

namespace {

namespace fs = std::filesystem;

void check_target(const fs::path& file, bool may_overwrite, const char* instead) {
    std::error_code error;
    if (file.empty()) return;
    if (fs::is_directory(file, error)) throw Error(file, "is a folder where a file is to be written");
    if (!may_overwrite && fs::exists(fs::symlink_status(file, error)))
        throw Error(file, std::string("is there already; ") + instead);
    AtomicFile probe(file); // written nowhere: shows that files can be made there
}

/// The text is made before the file is begun: only the writing must not be ended half-way.
void save(const std::string& text, const fs::path& path, StopSignal& signal) {
    const StopSignal::Writing writing(signal);
    AtomicFile file(path);
    file.write(text);
    file.commit();
}

CorpusScan fresh_scan(const ScanOptions& options, ScanSubject subject) {
    CorpusScan scan;
    scan.subject = std::move(subject);
    scan.threshold = options.active_above;
    scan.top_count = options.top;
    return scan;
}

/// The saved state, when it is of the same scan.
CorpusScan saved_scan(const ScanOptions& options, const ScanSubject& subject) {
    CorpusScan scan = read_scan(options.out);
    const auto differs = [&](bool is, const char* what) {
        if (is)
            throw Error(options.out,
                        std::string("was begun with another ") + what + "; it cannot be gone on with");
    };
    differs(scan.subject.fingerprint != subject.fingerprint, "model or edit");
    differs(scan.subject.tokenizer != subject.tokenizer, "--tokenizer");
    differs(scan.subject.embedding != subject.embedding, "--embedding");
    differs(scan.subject.positions != subject.positions, "--positions");
    differs(!scan.subject.same_as(subject), "block");
    differs(scan.threshold != options.active_above, "--active-above");
    differs(scan.top_count != options.top, "--top");
    for (const ScannedFile& file : scan.files)
        if (std::ranges::count(options.files, file.name) == 0)
            throw Error(options.out, "has read “" + file.name + "”, which is not among the files given");
    return scan;
}

/// Those of the state go on where they were left, in the order given.
void add_files(CorpusScan& scan, const std::vector<std::string>& names) {
    std::vector<ScannedFile> files;
    for (const std::string& name : names)
        files.push_back(ui::fileToGoOnWith(scan, name));
    scan.files = std::move(files);
}

void check_names(const std::vector<std::string>& names) {
    for (const std::string& name : names)
        if (std::ranges::count(names, name) > 1) throw Error(name, "is given twice; it would count twice");
}

void finish(const CorpusScan& scan, const UnitNorms* norms, const fs::path& out, const fs::path& csv,
            StopSignal& signal) {
    const UnitCensus census = unit_census(scan, norms);
    if (!csv.empty()) save(table_csv(census_table(census)), csv, signal);
    print(scan_report(scan, census, out));
}

void check_apart(const fs::path& out, const fs::path& csv) {
    std::error_code ignored;
    if (!csv.empty() &&
        fs::weakly_canonical(fs::absolute(out), ignored) == fs::weakly_canonical(fs::absolute(csv), ignored))
        throw UsageError("--out and --csv name the same file: " + out.string());
}

} // namespace

void scan(const ScanOptions& options) {
    check_apart(options.out, options.csv);
    check_backend(options.engine.backend);
    check_names(options.files);
    check_target(options.out, options.resume || options.force,
                 "--resume goes on with it, --force begins anew");
    check_target(options.csv, options.resume || options.force, "--force overwrites it");
    StopSignal signal;
    TerminalProgress progress(signal.token());
    const ui::OpenedModel model = ui::open_model(options.model, progress.step("reading the weights"));
    ui::InputRequest request = options.input;
    request.texts = {"text"}; // the encoder warns by what it is asked for
    const ui::TokenEncoder encoder =
        ui::make_token_encoder(request, model, progress.step("reading the embedding"));
    progress.clear();
    if (!encoder.warning.empty()) complain("warning", encoder.warning);
    if (options.active_above == 0 && !has_exact_zeros(model.model->config.activation))
        complain("warning",
                 "this activation gives no exact zeros, so every unit counts as active; --active-above "
                 "sets a threshold");

    const ScanSubject subject = ui::scanSubject(*model.model, options.edits, encoder);
    std::error_code ignored;
    const bool goes_on = options.resume && fs::exists(options.out, ignored);
    CorpusScan state = goes_on ? saved_scan(options, subject) : fresh_scan(options, subject);
    add_files(state, options.files);
    CorpusRun run;
    run.model = model.model, run.edits = options.edits, run.engine = options.engine;
    run.chunk_tokens = options.chunk;
    run.encode = [&](const std::vector<std::string>& lines) -> EncodedLines {
        ModelInput input = encoder.encode_texts(lines);
        return {std::move(input.tokens), std::move(input.states)};
    };
    run.chunk_done = [&](const CorpusScan& done) { save(scan_text(done), options.out, signal); };
    run_corpus(state, run, progress.step("scanning"));
    progress.clear();
    const UnitNorms norms = unit_norms(*model.model);
    finish(state, &norms, options.out, options.csv, signal);
}

void merge(const MergeOptions& options) {
    check_target(options.out, options.force, "--force overwrites it");
    check_target(options.csv, options.force, "--force overwrites it");
    check_apart(options.out, options.csv);
    StopSignal signal;
    CorpusScan all = read_scan(options.scans.front());
    for (std::size_t i = 1; i < options.scans.size(); ++i) {
        try {
            all.merge(read_scan(options.scans[i]));
        } catch (const Error& error) {
            if (!error.file().empty()) throw;
            throw Error(options.scans[i], error.what());
        }
    }
    for (const ScannedFile& file : all.files)
        if (file.done < file.size)
            complain("warning", "“" + file.name + "” was scanned up to byte " + std::to_string(file.done) +
                                    " of " + std::to_string(file.size) + " only");
    save(scan_text(all), options.out, signal);
    finish(all, nullptr, options.out, options.csv, signal);
}

} // namespace ffn::app

#include "ui/scan/scan_run.h"

#include "engine/analysis/sparsity.h"
#include "engine/analysis/unit_tables.h"
#include "engine/core/error.h"
#include "engine/exports/capture_file.h"
#include "engine/exports/scan_file.h"
#include "engine/forward/forward.h"
#include "ui/scan/scan_start.h"

#include <algorithm>

namespace ffn::ui {

namespace {

CorpusScan begun(const Opened& opened, const ScanRequest& request) {
    CorpusScan scan;
    scan.subject = scanSubject(*opened.model.model, opened.request.edits.merged(), *opened.encoder);
    scan.threshold = suggested_threshold(*opened.original);
    std::error_code ignored;
    if (!request.kept.empty() && std::filesystem::exists(request.kept, ignored)) {
        CorpusScan kept = read_scan(request.kept);
        if (!kept.subject.same_as(scan.subject))
            throw Error(
                request.kept,
                "it is a scan of another block, edit or tokeniser; choose another file to keep this one in");
        scan = std::move(kept);
    }
    for (const ScannedFile& file : scan.files)
        fileToGoOnWith(scan, file.name);
    for (const std::string& name : request.files) {
        const ScannedFile file = fileToGoOnWith(scan, name);
        if (!std::ranges::count(scan.files, name, &ScannedFile::name)) scan.files.push_back(file);
    }
    return scan;
}

} // namespace

CorpusScan run_scan(const Opened& opened, const ScanRequest& request, const Progress& progress) {
    if (!opened.model.model || !opened.encoder)
        throw Error("there is no tokeniser to read texts with: open weights and type a text first");
    CorpusScan scan = begun(opened, request);
    CorpusRun run;
    run.model = opened.model.model;
    run.edits = opened.request.edits.merged();
    run.engine = engineOf(opened.request);
    run.encode = [&](const std::vector<std::string>& lines) {
        const ModelInput input = opened.encoder->encode_texts(lines);
        return EncodedLines{input.tokens, input.states};
    };
    if (!request.kept.empty())
        run.chunk_done = [&](const CorpusScan& so_far) { write_scan(so_far, request.kept); };
    run_corpus(scan, run, progress);
    return scan;
}

ScanFindings scan_findings(const CorpusScan& scan, const FeedForward& model) {
    const UnitNorms norms = unit_norms(model);
    const UnitCensus census = unit_census(scan, &norms);
    return {scan.tokens_seen, scan.sequences_seen, std::int64_t(census.units.size()), census.kinds,
            census_table(census)};
}

namespace {

bool has_layers_stages(const Snapshot& snapshot) {
    return std::ranges::all_of(summary_stages(snapshot.config),
                               [&](Stage stage) { return snapshot.has(stage); });
}

std::vector<LayerSummary> summarize_capture(const Opened& opened, const Progress& progress) {
    std::vector<LayerSummary> layers;
    ThreadPool pool;
    for (std::size_t i = 0; i < opened.captured.size(); ++i) {
        progress.check();
        const auto snapshot = read_captured(*opened.saved, opened.captured[i]);
        if (has_layers_stages(*snapshot))
            layers.push_back(layer_summary(*snapshot, suggested_threshold(*snapshot), {}, &pool));
        if (progress.report) progress.report(std::int64_t(i + 1), std::int64_t(opened.captured.size()));
    }
    return layers;
}

} // namespace

std::vector<LayerSummary> summarize_layers(const Opened& opened, const Progress& progress) {
    if (!opened.captured.empty()) return summarize_capture(opened, progress);
    const auto& blocks = opened.model.listing.blocks;
    if (blocks.empty() || !opened.input.states)
        throw Error("open a file with weights first: it has no blocks");
    std::vector<LayerSummary> layers;
    ThreadPool pool;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        progress.check();
        const OpenedModel block = open_block(opened.model, blocks[i].id, Progress{{}, progress.stop});
        if (block.model->config.d_model == opened.input.states->dim()) {
            ForwardOptions options = engineOf(opened.request);
            options.stages = summary_stages(block.model->config);
            const auto snapshot = forward(block.model, opened.input.tokens, opened.input.states, {}, options,
                                          Progress{{}, progress.stop});
            layers.push_back(layer_summary(*snapshot, suggested_threshold(*snapshot), {}, &pool));
        }
        if (progress.report) progress.report(std::int64_t(i + 1), std::int64_t(blocks.size()));
    }
    return layers;
}

} // namespace ffn::ui

#pragma once

#include "engine/analysis/corpus_run.h"
#include "engine/analysis/layer_summary.h"
#include "engine/analysis/table.h"
#include "ui/document/request.h"

#include <array>
#include <filesystem>
#include <string>
#include <vector>

namespace ffn::ui {

/// A scan to be done: which texts, and where what is known is kept between chunks, so that a stopped scan
/// goes on there.
struct ScanRequest {
    std::vector<std::string> files;
    std::filesystem::path kept; ///< empty: nowhere
};

/// Sends the files through the open block with its encoder and edits. Where `kept` is there already, its
/// files are gone on with and new ones added. Throws Error for an input that has no encoder, a kept scan of
/// something else, or a file that cannot be read or is not as long as it was; Stopped, and then `kept` holds
/// all that was counted.
CorpusScan run_scan(const Opened& opened, const ScanRequest& request, const Progress& progress);

/// What a scan found, ready to be shown.
struct ScanFindings {
    std::int64_t tokens = 0, lines = 0, units = 0;
    std::array<std::int64_t, kUnitKinds> kinds{};
    Table table; ///< the census
};
ScanFindings scan_findings(const CorpusScan& scan, const FeedForward& model);

/// Every block of the open file on the open input, one after the other. Only the first block of a network
/// sees embeddings in truth; the window says so. Throws Error, Stopped.
std::vector<LayerSummary> summarize_layers(const Opened& opened, const Progress& progress);

} // namespace ffn::ui

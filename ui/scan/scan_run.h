#pragma once

#include "engine/analysis/corpus_run.h"
#include "engine/analysis/layer_summary.h"
#include "ui/document/request.h"

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
/// something else, or a file that cannot be read; Stopped, and then `kept` holds all chunks so far.
CorpusScan run_scan(const Opened& opened, const ScanRequest& request, const Progress& progress);

/// Every block of the open file on the open input, one after the other. Only the first block of a network
/// sees embeddings in truth; the window says so. Throws Error, Stopped.
std::vector<LayerSummary> summarize_layers(const Opened& opened, const Progress& progress);

} // namespace ffn::ui

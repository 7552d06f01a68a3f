#pragma once

#include "engine/forward/edits.h"
#include "engine/forward/forward.h"
#include "ui/request/input_request.h"
#include "ui/request/model_request.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ffn::app {

struct ScanOptions {
    ui::ModelRequest model;
    ui::InputRequest input; ///< tokeniser, embedding and positions only
    Edits edits;
    ForwardOptions engine;
    std::vector<std::string> files;
    std::filesystem::path out, csv; ///< `csv` may be empty
    bool resume = false, force = false;
    std::int64_t chunk = 1 << 16; ///< tokens between two savings
    std::size_t top = 8;
    float active_above = 0;
};

/// Streams text files through a block and saves what its units did. Throws Error, or Stopped after Ctrl-C,
/// when the state of the last chunk is saved.
void scan(const ScanOptions& options);

struct MergeOptions {
    std::vector<std::string> scans;
    std::filesystem::path out, csv; ///< `csv` may be empty
    bool force = false;
};

/// Adds up scans of parts of a corpus. Throws Error.
void merge(const MergeOptions& options);

} // namespace ffn::app

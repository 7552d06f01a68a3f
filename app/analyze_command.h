#pragma once

#include "engine/analysis/unit_census.h"
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

/// `--cell STAGE:BATCH,POSITION,UNIT`
struct CellChoice {
    Stage stage = Stage::Output;
    std::int64_t batch = 0, position = 0, unit = 0;
};

struct AnalyzeOptions {
    ui::ModelRequest model;
    ui::InputRequest input;
    Edits edits;
    ForwardOptions engine;
    std::vector<std::string> tables;   ///< empty: all that apply
    std::optional<float> active_above; ///< empty: `suggested_threshold`
    std::filesystem::path against;     ///< a snapshot to compare with; empty: the pass without edits, if any
    std::string against_block;         ///< or another block of the file, fed with the same input
    std::optional<CellChoice> cell;
    std::size_t top = 10;    ///< rows a token, stage or cell, where a table has a list of the largest
    std::size_t points = 24; ///< of each savings curve
    std::filesystem::path folder;
    bool csv = true, json_files = false; ///< `--formats`
    bool json = false;
    bool force = false;
};

/// One forward pass and the tables of what it means. Throws Error, UsageError, or Stopped after Ctrl-C.
void analyze(const AnalyzeOptions& options);

} // namespace ffn::app

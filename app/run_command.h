#pragma once

#include "engine/exports/table_export.h"
#include "engine/forward/edits.h"
#include "engine/forward/forward.h"
#include "ui/request/input_request.h"
#include "ui/request/model_request.h"

#include <filesystem>
#include <string>
#include <vector>

namespace ffn::app {

/// `wide` and `tidy` tables, arrays, pictures, and the snapshot that the window opens again.
enum class Format { Csv, Npy, Png, Svg, Pdf, Safetensors };
inline constexpr const char* kFormatNames[] = {"csv", "npy", "png", "svg", "pdf", "safetensors"};

struct OutputOptions {
    std::filesystem::path folder; ///< empty: no files
    std::vector<Stage> stages;    ///< empty: all that the block has
    std::vector<Format> formats{Format::Csv, Format::Png};
    CsvLayout csv_layout = CsvLayout::Wide;
    std::string colormap;       ///< empty: what suits the data
    std::string range = "auto"; ///< checked: `auto`, `symmetric`, `MIN:MAX`, `pLOW:HIGH`
    int scale = 1;              ///< of images, 1 … 8
    bool json = false;
    std::size_t vocabulary = 0;           ///< words in each list of the report; 0: none
    std::vector<std::int64_t> word_units; ///< hidden units to put into words
    bool force = false;
};

struct RunOptions {
    ui::ModelRequest model;
    ui::InputRequest input;
    Edits edits;
    ForwardOptions engine;
    OutputOptions output;
};

/// One forward pass, files and a report. Throws Error, UsageError, or Stopped after Ctrl-C.
void run(int argc, char** argv, const RunOptions& options);

} // namespace ffn::app

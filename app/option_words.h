#pragma once

#include "app/run_command.h"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ffn::app {

/// The words of MODEL, INPUT, EDIT, ENGINE and OUTPUT as typed, before they are understood together.
/// The window takes the first four too.
struct OptionWords {
    // MODEL
    std::string weights, block, map, init = "torch", activation, norm, norm_placement;
    bool random = false;
    std::int64_t d_model = 512, d_ff = 2048;
    std::string seed;
    std::optional<double> eps;
    // INPUT
    std::vector<std::string> texts, ids;
    std::string tokenizer, embedding, positions, input;
    bool special_tokens = false;
    // EDIT
    std::vector<std::string> clamp;
    std::vector<std::string> ablate, scale; ///< `scale` holds the image scale too, told apart by its `=`
    std::optional<float> threshold;
    // ENGINE
    std::string backend = "auto";
    int threads = 0;
    std::optional<double> memory_limit;
    // OUTPUT
    std::string out, stages = "all", formats, csv_layout = "wide", colormap, range = "auto";
    bool json = false, force = false;
    std::size_t vocabulary = 0;
    std::vector<std::string> vocabulary_units;
};

/// Declares MODEL, INPUT, EDIT and ENGINE for `app`; the values land in `words`, which must outlive it.
void add_pass_options(CLI::App& app, OptionWords& words);
/// Likewise for text files as INPUT: tokeniser, embedding and positions only.
void add_scan_options(CLI::App& app, OptionWords& words);
/// Declares OUTPUT; `--scale` is among the EDIT options.
void add_output_options(CLI::App& app, OptionWords& words);

/// What the words ask for together, without the OUTPUT ones. Throws UsageError.
RunOptions pass_options(const OptionWords& words, bool with_images);
/// Adds the OUTPUT ones. Throws UsageError.
void read_output_options(RunOptions& options, const OptionWords& words);

} // namespace ffn::app

#pragma once

#include "app/analyze_command.h"
#include "app/option_words.h"
#include "app/scan_command.h"

#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <vector>

namespace ffn::app {

/// The words of `analyze` as typed.
struct AnalyzeWords {
    OptionWords pass;
    std::string tables = "all", formats = "csv", against, against_block, cell, out;
    std::optional<float> active_above;
    std::size_t top = 10, points = 24;
    bool json = false, force = false;
};
CLI::App* add_analyze(CLI::App& app, AnalyzeWords& words);
/// Throws UsageError.
AnalyzeOptions analyze_options(const AnalyzeWords& words);

/// The words of `scan` as typed.
struct ScanWords {
    OptionWords pass;
    std::vector<std::string> files;
    std::string out, csv;
    std::int64_t chunk = 1 << 16;
    std::size_t top = 8;
    float active_above = 0;
    bool resume = false, force = false;
};
CLI::App* add_scan(CLI::App& app, ScanWords& words);
/// Throws UsageError.
ScanOptions scan_options(const ScanWords& words);

CLI::App* add_merge(CLI::App& app, MergeOptions& options);

} // namespace ffn::app

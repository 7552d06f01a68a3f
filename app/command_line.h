#pragma once

#include "app/analyze_command.h"
#include "app/inspect_command.h"
#include "app/run_command.h"
#include "app/scan_command.h"
#include "app/window.h"

#include <string>
#include <variant>

namespace ffn::app {

/// `--help` and `--version`: print and be done.
struct PrintText {
    std::string text;
};

using Command = std::variant<PrintText, InspectOptions, RunOptions, AnalyzeOptions, ScanOptions, MergeOptions,
                             WindowOptions>;

/// What the command line asks for. Throws UsageError where it is wrong.
Command parse_command_line(int argc, char** argv);

} // namespace ffn::app

#pragma once

#include "app/run_command.h"
#include "engine/forward/snapshot.h"
#include "ui/request/word_tables.h"

#include <nlohmann/json.hpp>

namespace ffn::app {

/// The part `vocabulary` of `run --json`.
struct WordsReport {
    nlohmann::ordered_json json;
};

/// For every token the words it is nearest to before and after the block; for the units asked for the words
/// they read and write. Needs the stages input and output. Throws Error; Stopped when asked to.
WordsReport words_report(const Snapshot& snapshot, const ui::WordTables& tables, const RunOptions& options,
                         const Progress& progress);

} // namespace ffn::app

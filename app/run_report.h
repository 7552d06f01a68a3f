#pragma once

#include "app/run_command.h"
#include "app/words_report.h"
#include "engine/forward/snapshot.h"

#include <string>
#include <vector>

namespace ffn::app {

/// The object of `run --json`, indented, with a line end. `stages` are those to list; `words` may be null.
std::string run_json(const Snapshot& snapshot, const std::vector<Stage>& stages,
                     const WordsReport* words = nullptr);
/// A few lines for a person.
std::string run_text(const Snapshot& snapshot, const std::vector<Stage>& stages);

} // namespace ffn::app

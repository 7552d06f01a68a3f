#pragma once

#include "app/run_command.h"
#include "app/stop_signal.h"
#include "app/terminal_progress.h"
#include "engine/forward/snapshot.h"

#include <cstdint>
#include <vector>

namespace ffn::app {

/// Writes every stage in every format asked for, each file whole or not at all; returns how many files.
/// Pictures need an application object, which is made here, without a display, when there are any.
/// Throws Error or Stopped.
std::int64_t write_stages(int argc, char** argv, const Snapshot& snapshot, const std::vector<Stage>& stages,
                          const OutputOptions& output, StopSignal& signal, TerminalProgress& progress);

} // namespace ffn::app

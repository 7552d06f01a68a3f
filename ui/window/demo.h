#pragma once

#include "ui/document/request.h"

#include <filesystem>

namespace ffn::ui {

/// The demo model: in `share/ffnscope/` beside the program (as built) or one folder up (as installed).
std::filesystem::path demoFile();
/// The demo with its own sentence; random weights where the demo's file is missing.
Request demoRequest();

} // namespace ffn::ui

#pragma once

#include "app/terminal_progress.h"
#include "ui/request/input_request.h"
#include "ui/request/model_request.h"

#include <string>

namespace ffn::app {

/// Throws Error, saying which there are, for a back end that is not in this build.
void check_backend(const std::string& backend);

/// What the request asks for, else the model's own text; says aloud what the input warns of. Throws Error,
/// UsageError where there is nothing to feed the model with, or Stopped.
ui::OpenedInput feed(const ui::InputRequest& request, const ui::OpenedModel& model,
                     TerminalProgress& progress);

} // namespace ffn::app

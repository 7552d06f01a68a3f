#pragma once

#include "engine/analysis/corpus_run.h"
#include "ui/request/input_request.h"

#include <string>

namespace ffn::ui {

/// What is scanned with, the same for the window and the command line: a scan of either is gone on with by
/// the other.
ScanSubject scanSubject(const FeedForward& model, const Edits& edits, const TokenEncoder& encoder);

/// The file as far as `scan` has read it; from its beginning when that does not know it. Throws Error where
/// it cannot be read, or is not as long as it was.
ScannedFile fileToGoOnWith(const CorpusScan& scan, const std::string& name);

} // namespace ffn::ui

#pragma once

#include "engine/forward/edits.h"

#include <string>
#include <vector>

namespace ffn::app {

/// Edits from the words of `--ablate 12,55-60` and `--scale 7=2.5`. Throws UsageError.
Edits parse_edits(const std::vector<std::string>& ablate, const std::vector<std::string>& scale);

} // namespace ffn::app

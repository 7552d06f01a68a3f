#pragma once

#include "engine/forward/edits.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ffn::app {

/// Edits from the words of `--ablate 12,55-60`, `--scale 7=2.5` and `--clamp 7=0:1.5`. Throws UsageError.
Edits parse_edits(const std::vector<std::string>& ablate, const std::vector<std::string>& scale,
                  const std::vector<std::string>& clamp = {});

/// Hidden units from the words of an option that names them, `12,55-60`, in order. Throws UsageError.
std::vector<std::int64_t> parse_units(std::string_view option, const std::vector<std::string>& words);

} // namespace ffn::app

#pragma once

#include "engine/analysis/unit_census.h"

#include <filesystem>
#include <string>

namespace ffn::app {

/// A few lines for a person.
std::string scan_report(const CorpusScan& scan, const UnitCensus& census, const std::filesystem::path& out);

} // namespace ffn::app

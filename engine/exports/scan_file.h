#pragma once

#include "engine/analysis/corpus_scan.h"

#include <filesystem>
#include <string>

namespace ffn {

/// A scan as JSON text, the format "ffnscope scan", version 1; equal scans give equal texts, whatever the
/// order of their files. Sums are exact: whole numbers of 2⁻¹⁴⁹ in hexadecimal. Broken UTF-8 becomes U+FFFD.
std::string scan_text(const CorpusScan& scan);

/// Writes `scan_text`, whole or not at all. Throws Error.
void write_scan(const CorpusScan& scan, const std::filesystem::path& file);

/// Reads it back. The file is untrusted: throws Error naming the entry that is missing, unknown, of the wrong
/// kind or size, or does not add up (more active tokens than tokens seen, lists out of order).
CorpusScan read_scan(const std::filesystem::path& file);

} // namespace ffn

#pragma once

#include "engine/core/atomic_file.h"
#include "engine/core/progress.h"

#include <cstdint>
#include <span>

namespace ffn {

/// Appends float32 values, little-endian, in pieces between which a stop is looked for. `done` of `total`
/// values were written before; both are for the report.
void write_values(AtomicFile& file, std::span<const float> values, const Progress& progress,
                  std::int64_t done, std::int64_t total);

} // namespace ffn

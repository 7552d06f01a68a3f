#pragma once

#include "engine/formats/tensor_archive.h"
#include "engine/forward/snapshot.h"

#include <memory>

namespace ffn {

/// True when the archive was written by `write_snapshot`.
bool is_snapshot(const TensorArchive& archive);

/// Reads a snapshot back, without weights; summaries are computed anew. Throws Error for one that does not
/// add up.
std::shared_ptr<const Snapshot> read_snapshot(const TensorArchive& archive);

} // namespace ffn

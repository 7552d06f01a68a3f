#pragma once

#include "engine/core/progress.h"
#include "engine/formats/tensor_archive.h"
#include "engine/forward/snapshot.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace ffn {

/// Writes the stages and what is needed to show them again as one safetensors file that `read_snapshot`
/// opens: float32 tensors named as the stages, [batch, len, dim] ([batch, len] for statistics, padding 0).
/// `__metadata__` holds `ffnscope.snapshot` = "1", the tokens (see token_metadata.h), `ffnscope.config` and
/// `ffnscope.edits` as JSON, `ffnscope.source` and `ffnscope.block`. The file is whole or absent; throws
/// Error, or Stopped. Progress counts values.
void write_snapshot(const Snapshot& snapshot, const std::vector<Stage>& stages,
                    const std::filesystem::path& file, const Progress& progress = {});

/// True when the archive was written by `write_snapshot`.
bool is_snapshot(const TensorArchive& archive);

/// Reads a snapshot back, without weights, engine report and the tokens' places in the text; summaries are
/// computed anew over real rows. Throws Error for one that does not add up: a stage that the config has not,
/// a shape that disagrees with tokens or config, padding that is not zero.
std::shared_ptr<const Snapshot> read_snapshot(const TensorArchive& archive);

} // namespace ffn

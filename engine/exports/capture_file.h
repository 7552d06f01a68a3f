#pragma once

#include "engine/formats/tensor_archive.h"
#include "engine/forward/snapshot.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ffn {

/// True for a file that resources/capture/capture_ffn.py wrote: the stages of all blocks of one run.
///
/// A safetensors file like a snapshot, but for the names of its tensors, "BLOCK/STAGE", and in `__metadata__`
/// `ffnscope.capture` = "1" and `ffnscope.blocks`, a list of {"id", "config"} in the order of the layers.
bool is_capture(const TensorArchive& archive);

struct CapturedBlock {
    std::string id;
    FeedForwardConfig config;
};

/// The blocks of a capture, in the order of the file. Throws Error when their list is malformed.
std::vector<CapturedBlock> captured_blocks(const TensorArchive& archive);

/// One block's stages as a snapshot without weights, checked as `read_snapshot` checks it. Throws Error,
/// listing what there is, when no block is called `id`.
std::shared_ptr<const Snapshot> read_captured(const TensorArchive& archive, std::string_view id);

} // namespace ffn

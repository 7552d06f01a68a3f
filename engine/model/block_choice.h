#pragma once

#include "engine/formats/tensor_archive.h"

#include <string>

namespace ffn {

/// Of a file without blocks that is of a kind that has none, Mamba or RWKV: the sentence that says so; else
/// empty.
std::string why_no_blocks(const TensorArchive& archive);

/// Why nothing was found in an archive without blocks, and what would help.
std::string no_block_reason(const TensorArchive& archive);

} // namespace ffn

#pragma once

#include "engine/formats/tensor_archive.h"

#include <string>

namespace ffn {

/// Of a file without blocks that is of a kind that has none, Mamba or RWKV: the sentence that says so; else
/// empty.
std::string why_no_blocks(const TensorArchive& archive);

} // namespace ffn

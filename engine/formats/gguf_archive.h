#pragma once

#include "engine/formats/mapped_file.h"
#include "engine/formats/tensor_archive.h"

#include <memory>

namespace ffn {

/// Opens a GGUF file, version 2 or 3, little-endian (ggml's docs/gguf.md). Shapes are given the other way
/// round than in the file, the fastest axis last: a matrix is [out, in]. `metadata` holds the texts and
/// numbers of its key-value pairs, lists left out. Types that cannot be unpacked are listed all the same.
std::shared_ptr<const TensorArchive> open_gguf(MappedFile file);

} // namespace ffn

#pragma once

#include "engine/formats/mapped_file.h"
#include "engine/formats/tensor_archive.h"

#include <memory>

namespace ffn {

/// Opens one safetensors file: a u64 header length, the header as JSON, the values one tensor after another.
/// Tensors are listed in the order of their bytes. Throws Error for whatever the format forbids.
std::shared_ptr<const TensorArchive> open_safetensors(MappedFile file);

/// Opens a `model.safetensors.index.json` (or `pytorch_model.bin.index.json`) and the shards it names, which
/// must lie in its folder and may be safetensors or PyTorch files.
/// Only the tensors of its `weight_map` are listed, shard by shard; `metadata` holds the index's own texts.
std::shared_ptr<const TensorArchive> open_safetensors_shards(const std::filesystem::path& index);

} // namespace ffn

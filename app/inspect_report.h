#pragma once

#include "engine/formats/tensor_archive.h"
#include "engine/model/block_finder.h"

#include <string>

namespace ffn::app {

/// The object of `inspect --json`, indented, with a line end.
std::string inspect_json(const TensorArchive& archive, const ModelListing& listing);
/// The same for a person: tables of blocks, embeddings and tensors.
std::string inspect_text(const TensorArchive& archive, const ModelListing& listing);

} // namespace ffn::app

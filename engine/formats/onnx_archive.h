#pragma once

#include "engine/formats/mapped_file.h"
#include "engine/formats/tensor_archive.h"

#include <memory>

namespace ffn {

/// True for the start of an ONNX model: its version, then one of the fields that may follow.
bool is_onnx(ByteSpan bytes);

/// The initializers of an ONNX model's graph, named and turned to [out, in] by the graph around them (see
/// onnx_graph.h). Values may lie in other files of the same folder.
std::shared_ptr<const TensorArchive> open_onnx(MappedFile file);

} // namespace ffn

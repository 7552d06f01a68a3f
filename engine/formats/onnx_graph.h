#pragma once

#include "engine/formats/element_type.h"
#include "engine/formats/proto_reader.h"

#include <optional>
#include <string>
#include <vector>

namespace ffn {

/// An initializer of an ONNX graph, or what a Constant node gives; without its values.
struct OnnxTensor {
    std::string name;
    std::int64_t data_type = 0; ///< TensorProto.DataType
    std::vector<std::int64_t> shape;
    std::optional<ByteSpan> values; ///< little-endian, packed; nothing where they are spelt another way
    std::string location;           ///< of values in another file; empty where they are here
    std::uint64_t offset = 0;       ///< in that file
    std::optional<std::uint64_t> length;
    std::uint64_t at = 0;    ///< of its message in the file
    bool transposed = false; ///< it lies [in, out]: to be shown the other way round
};

/// A node that a weight enters, or that hands one on.
struct OnnxNode {
    std::string_view name, operation, output;
    std::vector<std::string_view> inputs;
    bool transposes_second = false;     ///< Gemm with transB
    bool keeps_axes = false;            ///< Transpose with a perm that starts with 0
    std::optional<ProtoField> constant; ///< the tensor of a Constant
};

struct OnnxGraph {
    std::vector<OnnxTensor> tensors;
    std::vector<OnnxNode> nodes; ///< of the operations that say which tensor is which, in their order
};

/// Reads the graph of an ONNX model (onnx.proto). Throws Error for broken messages, and for more nodes or
/// tensors than a model has.
OnnxGraph read_onnx_graph(ByteSpan bytes, const std::filesystem::path& file);

/// Gives each matrix the name and the side of its layer, by the graph around it.
///
/// PyTorch's exporter turns the weights of bias-and-product pairs around and calls them "onnx::MatMul_123";
/// the bias that is added to the product, or else the node, still has the layer's name. Constants, which have
/// no names of their own, get those of the nodes they enter. What is multiplied from the right untransposed
/// lies [in, out] and is marked `transposed`; Identity and Transpose nodes on the way are followed.
void name_by_graph(OnnxGraph& graph);

} // namespace ffn

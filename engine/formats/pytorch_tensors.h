#pragma once

#include "engine/formats/element_type.h"
#include "engine/formats/pickle.h"

#include <string>
#include <vector>

namespace ffn {

/// The storage of a tensor as its pickle names it.
struct PytorchStorage {
    std::string_view key; ///< of the bytes in the file
    ElementType type = ElementType::F32;
    std::uint64_t count = 0; ///< values
};

/// A tensor as its pickle describes it: a view of a storage. Texts point into the pickle's bytes.
struct PytorchTensor {
    std::string name;
    PytorchStorage storage;
    std::int64_t offset = 0;
    std::vector<std::int64_t> shape, strides;
    std::uint64_t at = 0; ///< the byte of the file where the pickle makes it
};

/// The tensors of a saved state_dict or checkpoint, each once a name, in the file's order.
///
/// Names in names are joined by dots, items of lists go by their number. One outer name that only says that
/// the weights follow ("state_dict", "model_state_dict", "model", …) is left out. Throws Error, naming `file`
/// and the byte (`offset` is where the pickle begins there), when there are no tensors, their parts are not
/// what PyTorch writes, two have one name, or containers lie more than 64 deep.
std::vector<PytorchTensor> pytorch_tensors(const Pickle& pickle, const std::filesystem::path& file,
                                           std::uint64_t offset);

} // namespace ffn

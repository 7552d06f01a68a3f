#pragma once

#include "engine/formats/tensor_archive.h"

namespace ffn::test {

/// An archive that holds metadata and names of tensors only.
class MemoryArchive : public TensorArchive {
  public:
    MemoryArchive(std::map<std::string, std::string> metadata, std::vector<TensorInfo> tensors)
        : TensorArchive("memory.safetensors") {
        m_metadata = std::move(metadata);
        m_tensors = std::move(tensors);
    }
    std::string_view format() const override { return "safetensors"; }
    void read(std::size_t, std::span<float>) const override { throw Error(path(), "holds no values"); }
};

} // namespace ffn::test

#pragma once

#include "engine/formats/tensor_archive.h"

#include <filesystem>
#include <sstream>
#include <string>

namespace ffn::test {

/// An archive written out as text, a tensor a line: "conv1.weight 8 4 1".
///
/// Value i of tensor t is 1000·t + i. The path need not exist; a config.json beside it is found.
class MemoryArchive final : public TensorArchive {
  public:
    explicit MemoryArchive(const std::string& lines, std::filesystem::path path = "memory/model.safetensors",
                           std::string format = "safetensors")
        : TensorArchive(std::move(path)), m_format(std::move(format)) {
        std::istringstream text(lines);
        for (std::string line; std::getline(text, line);) {
            std::istringstream words(line);
            TensorInfo tensor;
            if (!(words >> tensor.name)) continue;
            tensor.dtype = "F32";
            for (std::int64_t size; words >> size;)
                tensor.shape.push_back(size);
            m_tensors.push_back(tensor);
        }
    }

    MemoryArchive& with_metadata(const std::string& key, const std::string& value) {
        m_metadata[key] = value;
        return *this;
    }

    std::string_view format() const override { return m_format; }
    using TensorArchive::read;
    void read(std::size_t index, std::span<float> out) const override {
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = value(std::int64_t(index), std::int64_t(i));
    }
    static float value(std::int64_t tensor, std::int64_t i) { return float(1000 * tensor + i); }

  private:
    std::string m_format;
};

} // namespace ffn::test

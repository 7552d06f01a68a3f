#pragma once

#include "engine/core/progress.h"
#include "engine/core/tensor.h"
#include "engine/formats/element_type.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ffn {

/// No file may hold more tensors. The largest models have some 280,000 in all their files together (384
/// experts in each of 60 layers, of three matrices with their scales), which are some hundred files; a broken
/// file could claim millions in a few megabytes.
inline constexpr std::size_t kMostTensors = std::size_t(1) << 17;
/// Nor all files of a model together.
inline constexpr std::size_t kMostTensorsOfShards = std::size_t(1) << 19;

/// What a tensor is and how large, without its values.
struct TensorInfo {
    std::string name;
    std::string dtype; ///< as safetensors spells it: "F32", "BF16", …; others as the file has it
    std::vector<std::int64_t> shape; ///< empty for a scalar
    bool readable = true;            ///< false: listed, but `read` refuses its dtype by name

    /// Product of the shape; every reader has checked that it does not overflow.
    std::int64_t count() const;
};

/// Values as they lie in a mapped file: row-major, little-endian, without gaps, perhaps not aligned.
struct StoredValues {
    ElementType type;
    ByteSpan bytes;
};

/// A file (or folder) of named tensors, opened but not loaded: list, describe, read one as float32.
///
/// The file is untrusted: sizes, offsets and counts are checked when it is opened, and Error names file, byte
/// and what was expected. `read` may be called from several threads at once.
class TensorArchive {
  public:
    virtual ~TensorArchive() = default;

    /// "safetensors", "npz", "npy", "npy-folder", "pytorch", "gguf", "onnx".
    virtual std::string_view format() const = 0;
    const std::filesystem::path& path() const { return m_path; }
    const std::vector<TensorInfo>& tensors() const { return m_tensors; }
    /// Free text entries of the file (safetensors `__metadata__`); empty where the format has none.
    const std::map<std::string, std::string>& metadata() const { return m_metadata; }

    /// Index of the tensor called `name`, or −1.
    std::int64_t find(std::string_view name) const;

    /// Converts tensor `index`, row-major, to float32 into `out` (exactly `count()` values; F64 and integers
    /// are rounded to nearest). Throws Error for a dtype it cannot read or a member that breaks while
    /// inflating.
    virtual void read(std::size_t index, std::span<float> out) const = 0;

    /// Tensor `index` where it lies, valid as long as the archive; nullopt where it has to be unpacked first.
    virtual std::optional<StoredValues> stored(std::size_t index) const {
        static_cast<void>(index);
        return std::nullopt;
    }

    /// `read` into a tensor: the last axis is `dim`, the one before `len`, all others `batch`.
    Tensor read(std::size_t index) const;

  protected:
    explicit TensorArchive(std::filesystem::path path) : m_path(std::move(path)) {}
    std::filesystem::path m_path;
    std::vector<TensorInfo> m_tensors;
    std::map<std::string, std::string> m_metadata;
};

/// Opens a weight file or folder; the kind is told by content, not by the name's ending.
/// Throws Error when there is none, it is not of a kind known here, or it is broken.
std::shared_ptr<const TensorArchive> open_archive(const std::filesystem::path& path);

} // namespace ffn

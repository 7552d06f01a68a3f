#pragma once

#include "engine/formats/element_type.h"
#include "engine/formats/tensor_archive.h"

#include <functional>

namespace ffn {

/// What a .npy says before its values (numpy.lib.format).
struct NpyHeader {
    TensorInfo info;                 ///< without its name
    std::optional<ElementType> type; ///< nothing: listed, but cannot be read
    bool swapped = false;            ///< big-endian
    bool fortran = false;            ///< the first axis runs fastest
    std::uint64_t value_bytes = 0;   ///< the values' size; only where `type` is set
};

/// Where a .npy lies, for its errors: a file, or a member of a zip.
struct NpyPlace {
    std::filesystem::path file;
    std::string member; ///< empty for a file of its own
    [[noreturn]] void fail(const std::string& sentence) const;
};

/// Reads the header of the .npy that `next` hands out front to back; `next` fills its span or throws Error.
/// Throws Error for a broken header and for a shape or descr that is no such thing.
NpyHeader read_npy_header(const NpyPlace& place, const std::function<void(std::span<std::uint8_t>)>& next);

/// Converts the values that follow the header. They are asked of `next` in pieces, in the file's own order.
void read_npy_values(const NpyHeader& header, const std::function<void(std::span<std::uint8_t>)>& next,
                     std::span<float> out);

/// As above, with all the values in memory already.
void read_npy_values(const NpyHeader& header, ByteSpan values, std::span<float> out);

} // namespace ffn

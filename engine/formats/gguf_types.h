#pragma once

#include "engine/formats/mapped_file.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace ffn {

/// A type of GGUF tensors: `block` values are packed into `bytes` (ggml's ggml_type and block_… structures).
struct GgufType {
    std::uint32_t number = 0;
    std::string_view name;
    std::uint64_t block = 1, bytes = 0;
    /// Unpacks whole blocks, as many as `out` holds; nullptr for types that are only listed.
    void (*unpack)(ByteSpan packed, std::span<float> out) = nullptr;
};

/// The type numbered so, or nullptr.
const GgufType* gguf_type(std::uint32_t number);

} // namespace ffn

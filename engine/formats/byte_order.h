#pragma once

#include "engine/formats/mapped_file.h"

#include <cassert>
#include <concepts>

namespace ffn {

/// The little-endian number at `offset`, which the caller has checked to lie inside.
template <std::unsigned_integral T>
T load_little(ByteSpan bytes, std::uint64_t offset) {
    assert(offset <= bytes.size() && sizeof(T) <= bytes.size() - offset);
    T value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i)
        value = static_cast<T>(value | static_cast<T>(bytes[offset + i]) << (8 * i));
    return value;
}

} // namespace ffn

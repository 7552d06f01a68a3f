#pragma once

#include "engine/formats/mapped_file.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace ffn {

/// What one stored value is; the names are safetensors' own.
enum class ElementType { Bool, U8, I8, F8E5M2, F8E4M3, I16, U16, F16, BF16, I32, U32, F32, F64, I64, U64 };

/// "BOOL", "U8", …
std::string_view name(ElementType type);
/// Bytes of one value.
std::uint64_t byte_size(ElementType type);
std::optional<ElementType> element_type_from_name(std::string_view name);

/// Converts packed values to float32, rounding to nearest; a BOOL is 0 or 1. `bytes` holds exactly
/// `out.size()` values and need not be aligned; `swapped` when they are big-endian.
void convert_elements(ElementType type, ByteSpan bytes, bool swapped, std::span<float> out);

/// Row-major `out` of `shape` from values that lie `strides` (in values, ≥ 0) apart, beginning at `offset`.
/// The caller has checked that all of them lie inside `source`.
void gather_strided(std::span<const float> source, std::int64_t offset, std::span<const std::int64_t> shape,
                    std::span<const std::int64_t> strides, std::span<float> out);

} // namespace ffn

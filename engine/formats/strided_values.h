#pragma once

#include "engine/formats/element_type.h"

#include <vector>

namespace ffn {

/// A tensor as a view of stored values: element (i, j, …) is value offset + i·strides[0] + j·strides[1] + …
struct StridedValues {
    ElementType type = ElementType::F32;
    ByteSpan storage; ///< all the values that the view may touch
    bool swapped = false;
    std::int64_t offset = 0;
    std::vector<std::int64_t> shape, strides;
};

/// Strides of row-major values without gaps.
std::vector<std::int64_t> packed_strides(std::span<const std::int64_t> shape);

/// Why the view is none, as the end of a sentence ("has …"): an axis count or product out of bounds, a
/// negative stride, a value outside the storage, or one value standing for so many that the view is larger
/// than all it looks at. Nothing when it is sound.
std::optional<std::string_view> fault_of(const StridedValues& values);

/// Where the view's values lie, if they do so row-major without gaps and little-endian. It has no fault.
std::optional<ByteSpan> packed_bytes(const StridedValues& values);

/// The view's values as float32, row-major. It has no fault.
void read_strided(const StridedValues& values, std::span<float> out);

} // namespace ffn

#include "engine/formats/strided_values.h"

#include "engine/formats/checked_size.h"

#include <algorithm>

namespace ffn {

namespace {

/// Values from the first to the last that the view touches; nothing when that overflows.
std::optional<std::uint64_t> span_of(const StridedValues& values) {
    std::uint64_t span = 1;
    for (std::size_t i = 0; i < values.shape.size(); ++i) {
        if (values.shape[i] == 0) return 0;
        const auto far =
            checked_product(std::uint64_t(values.shape[i] - 1), std::uint64_t(values.strides[i]));
        const auto sum = far ? checked_sum(span, *far) : std::nullopt;
        if (!sum) return std::nullopt;
        span = *sum;
    }
    return span;
}

ByteSpan bytes_of(const StridedValues& values, std::int64_t first, std::uint64_t count) {
    const std::uint64_t size = byte_size(values.type);
    return values.storage.subspan(std::uint64_t(first) * size, count * size);
}

/// Value by value, for views whose values lie far apart.
void read_scattered(const StridedValues& values, std::span<float> out) {
    std::vector<std::int64_t> place(values.shape.size(), 0);
    std::int64_t at = values.offset;
    for (float& value : out) {
        convert_elements(values.type, bytes_of(values, at, 1), values.swapped, {&value, 1});
        for (std::size_t axis = place.size(); axis-- > 0;) {
            at += values.strides[axis];
            if (++place[axis] < values.shape[axis]) break;
            at -= values.strides[axis] * values.shape[axis];
            place[axis] = 0;
        }
    }
}

/// Axes of one value are never walked along, so their strides may be anything: here those of packed values.
StridedValues without_lone_strides(StridedValues values) {
    const std::vector<std::int64_t> packed = packed_strides(values.shape);
    for (std::size_t i = 0; i < packed.size(); ++i)
        if (values.shape[i] == 1) values.strides[i] = packed[i];
    return values;
}

} // namespace

std::vector<std::int64_t> packed_strides(std::span<const std::int64_t> shape) {
    std::vector<std::int64_t> strides(shape.size());
    std::int64_t distance = 1;
    for (std::size_t i = shape.size(); i-- > 0;) {
        strides[i] = distance;
        // Too far only where another axis is empty, so that nobody goes there.
        if (__builtin_mul_overflow(distance, shape[i], &distance)) distance = 0;
    }
    return strides;
}

std::optional<std::string_view> fault_of(const StridedValues& values) {
    const auto count = checked_count(values.shape);
    if (!count) return "has a shape with a negative size, more than 64 axes or 2^60 values";
    if (values.strides.size() != values.shape.size()) return "has another number of strides than of axes";
    if (values.offset < 0 || std::ranges::any_of(values.strides, [](std::int64_t s) { return s < 0; }))
        return "has a negative offset or stride";
    const std::uint64_t stored = values.storage.size() / byte_size(values.type);
    const auto span = span_of(values);
    if (!span || !fits(std::uint64_t(values.offset), *span, stored)) return "has values outside its storage";
    if (*count > stored) return "repeats its storage's values, being larger than it";
    return std::nullopt;
}

std::optional<ByteSpan> packed_bytes(const StridedValues& values) {
    const StridedValues plain = without_lone_strides(values);
    if (plain.swapped || plain.strides != packed_strides(plain.shape)) return std::nullopt;
    return bytes_of(plain, plain.offset, *span_of(plain));
}

void read_strided(const StridedValues& given, std::span<float> out) {
    if (out.empty()) return;
    const StridedValues values = without_lone_strides(given);
    const std::uint64_t span = *span_of(values);
    if (values.strides == packed_strides(values.shape))
        return convert_elements(values.type, bytes_of(values, values.offset, span), values.swapped, out);
    if (span > 2 * out.size()) return read_scattered(values, out);
    std::vector<float> source(span);
    convert_elements(values.type, bytes_of(values, values.offset, span), values.swapped, source);
    gather_strided(source, 0, values.shape, values.strides, out);
}

} // namespace ffn

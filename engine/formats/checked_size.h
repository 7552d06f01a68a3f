#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>

namespace ffn {

/// No tensor has more axes than this here; NumPy's own limit.
inline constexpr std::size_t kMaxAxes = 64;

/// a·b, or nothing when it does not fit in 64 bits.
inline std::optional<std::uint64_t> checked_product(std::uint64_t a, std::uint64_t b) {
    std::uint64_t product = 0;
    if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
    return product;
}

/// a + b, or nothing when it does not fit in 64 bits.
inline std::optional<std::uint64_t> checked_sum(std::uint64_t a, std::uint64_t b) {
    std::uint64_t sum = 0;
    if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
    return sum;
}

/// Whether [offset, offset + length) lies inside [0, size), without overflow.
inline bool fits(std::uint64_t offset, std::uint64_t length, std::uint64_t size) {
    return offset <= size && length <= size - offset;
}

/// The number of elements of a shape, or nothing when an extent is negative, there are too many axes, or the
/// product (from the left, zeros or not) exceeds 2⁶⁰, so that its bytes still fit in 64 bits.
inline std::optional<std::uint64_t> checked_count(std::span<const std::int64_t> shape) {
    constexpr std::uint64_t kLimit = std::uint64_t(1) << 60;
    if (shape.size() > kMaxAxes) return std::nullopt;
    std::uint64_t count = 1;
    for (const std::int64_t extent : shape) {
        if (extent < 0 || __builtin_mul_overflow(count, std::uint64_t(extent), &count) || count > kLimit)
            return std::nullopt;
    }
    return count;
}

} // namespace ffn

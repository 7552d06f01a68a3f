#include "engine/formats/element_type.h"

#include "engine/formats/half_types.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <vector>

namespace ffn {

namespace {

struct TypeRow {
    ElementType type;
    std::string_view name;
    std::uint64_t size;
};

constexpr std::array<TypeRow, 15> kTypes{{{ElementType::Bool, "BOOL", 1},
                                          {ElementType::U8, "U8", 1},
                                          {ElementType::I8, "I8", 1},
                                          {ElementType::F8E5M2, "F8_E5M2", 1},
                                          {ElementType::F8E4M3, "F8_E4M3", 1},
                                          {ElementType::I16, "I16", 2},
                                          {ElementType::U16, "U16", 2},
                                          {ElementType::F16, "F16", 2},
                                          {ElementType::BF16, "BF16", 2},
                                          {ElementType::I32, "I32", 4},
                                          {ElementType::U32, "U32", 4},
                                          {ElementType::F32, "F32", 4},
                                          {ElementType::F64, "F64", 8},
                                          {ElementType::I64, "I64", 8},
                                          {ElementType::U64, "U64", 8}}};

/// Values are taken in pieces of this many, so that a piece stays in the nearest cache.
constexpr std::size_t kPiece = 2048;

/// Copies `bytes` to `values` and, where they are big-endian, turns each around.
template <class T>
void load(const std::uint8_t* bytes, bool swapped, std::span<T> values) {
    std::memcpy(values.data(), bytes, values.size_bytes());
    if (!swapped || sizeof(T) == 1) return;
    for (T& value : values) {
        auto* first = reinterpret_cast<std::uint8_t*>(&value);
        std::reverse(first, first + sizeof(T));
    }
}

template <class T, class Convert>
void convert_pieces(ByteSpan bytes, bool swapped, std::span<float> out, Convert convert) {
    std::array<T, kPiece> values;
    for (std::size_t at = 0; at < out.size(); at += kPiece) {
        const std::size_t length = std::min(kPiece, out.size() - at);
        const std::span<T> piece = std::span(values).first(length);
        load(bytes.data() + at * sizeof(T), swapped, piece);
        convert(std::span<const T>(piece), out.subspan(at, length));
    }
}

template <class T>
void convert_numbers(ByteSpan bytes, bool swapped, std::span<float> out) {
    convert_pieces<T>(bytes, swapped, out, [](std::span<const T> values, std::span<float> result) {
        for (std::size_t i = 0; i < values.size(); ++i)
            result[i] = static_cast<float>(values[i]);
    });
}

void convert_float32(ByteSpan bytes, bool swapped, std::span<float> out) {
    if (!out.empty()) load(bytes.data(), swapped, out);
}

/// An axis longer than 1, with its distance in the source and in the result.
struct Axis {
    std::int64_t extent, from, to;
};

/// Both matrices are walked in tiles, so that neither is read or written a cache line a value.
void gather_matrix(const float* from, float* to, const Axis& rows, const Axis& columns) {
    constexpr std::int64_t kTile = 32;
    for (std::int64_t r0 = 0; r0 < rows.extent; r0 += kTile)
        for (std::int64_t c0 = 0; c0 < columns.extent; c0 += kTile)
            for (std::int64_t r = r0; r < std::min(r0 + kTile, rows.extent); ++r)
                for (std::int64_t c = c0; c < std::min(c0 + kTile, columns.extent); ++c)
                    to[r * rows.to + c * columns.to] = from[r * rows.from + c * columns.from];
}

void gather_axes(const float* from, float* to, std::span<const Axis> axes) {
    if (axes.size() == 2) return gather_matrix(from, to, axes[0], axes[1]);
    for (std::int64_t i = 0; i < axes[0].extent; ++i)
        gather_axes(from + i * axes[0].from, to + i * axes[0].to, axes.subspan(1));
}

} // namespace

std::string_view name(ElementType type) {
    return kTypes[std::size_t(type)].name;
}

std::uint64_t byte_size(ElementType type) {
    return kTypes[std::size_t(type)].size;
}

std::optional<ElementType> element_type_from_name(std::string_view name) {
    const auto found = std::ranges::find(kTypes, name, &TypeRow::name);
    if (found == kTypes.end()) return std::nullopt;
    return found->type;
}

void convert_elements(ElementType type, ByteSpan bytes, bool swapped, std::span<float> out) {
    assert(bytes.size() == out.size() * byte_size(type));
    using enum ElementType;
    switch (type) {
    case Bool:
        return convert_pieces<std::uint8_t>(bytes, false, out, [](auto codes, auto result) {
            for (std::size_t i = 0; i < codes.size(); ++i)
                result[i] = codes[i] == 0 ? 0.0F : 1.0F;
        });
    case U8:
        return convert_numbers<std::uint8_t>(bytes, false, out);
    case I8:
        return convert_numbers<std::int8_t>(bytes, false, out);
    case F8E5M2:
        return float8_e5m2_to_float(bytes, out);
    case F8E4M3:
        return float8_e4m3_to_float(bytes, out);
    case I16:
        return convert_numbers<std::int16_t>(bytes, swapped, out);
    case U16:
        return convert_numbers<std::uint16_t>(bytes, swapped, out);
    case F16:
        return convert_pieces<std::uint16_t>(bytes, swapped, out, half_to_float);
    case BF16:
        return convert_pieces<std::uint16_t>(bytes, swapped, out, bfloat16_to_float);
    case I32:
        return convert_numbers<std::int32_t>(bytes, swapped, out);
    case U32:
        return convert_numbers<std::uint32_t>(bytes, swapped, out);
    case F32:
        return convert_float32(bytes, swapped, out);
    case F64:
        return convert_numbers<double>(bytes, swapped, out);
    case I64:
        return convert_numbers<std::int64_t>(bytes, swapped, out);
    case U64:
        return convert_numbers<std::uint64_t>(bytes, swapped, out);
    }
}

void gather_strided(std::span<const float> source, std::int64_t offset, std::span<const std::int64_t> shape,
                    std::span<const std::int64_t> strides, std::span<float> out) {
    if (out.empty()) return;
    std::vector<Axis> axes;
    std::int64_t distance = 1;
    for (std::size_t i = shape.size(); i-- > 0;) {
        if (shape[i] != 1) axes.push_back({shape[i], strides[i], distance});
        distance *= shape[i];
    }
    while (axes.size() < 2)
        axes.push_back({1, 0, 0});
    std::ranges::reverse(axes);
    gather_axes(source.data() + offset, out.data(), axes);
}

} // namespace ffn

#include "engine/formats/npy_header.h"

#include "engine/core/error.h"
#include "engine/formats/byte_order.h"
#include "engine/formats/checked_size.h"
#include "engine/formats/npy_literal.h"
#include "engine/formats/utf8_check.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace ffn {

namespace {

constexpr std::size_t kMaxHeader = 10'000; // NumPy's own limit
constexpr std::size_t kPieceBytes = 1 << 20;

struct DescrRow {
    std::string_view descr; ///< without its byte order
    ElementType type;
};
constexpr std::array<DescrRow, 12> kDescrs{{{"b1", ElementType::Bool},
                                            {"u1", ElementType::U8},
                                            {"i1", ElementType::I8},
                                            {"u2", ElementType::U16},
                                            {"i2", ElementType::I16},
                                            {"u4", ElementType::U32},
                                            {"i4", ElementType::I32},
                                            {"u8", ElementType::U64},
                                            {"i8", ElementType::I64},
                                            {"f2", ElementType::F16},
                                            {"f4", ElementType::F32},
                                            {"f8", ElementType::F64}}};

/// Kinds of NumPy that are no real numbers, or wider than float64: complex, text, time, object, raw bytes.
bool is_listed_only(std::string_view descr) {
    static constexpr std::string_view kKinds = "cfSaUVMmO";
    return !descr.empty() && kKinds.find(descr[0]) != std::string_view::npos;
}

void take_descr(const NpyPlace& place, const std::string& descr, NpyHeader& header) {
    std::string_view rest = descr;
    const bool ordered = !rest.empty() && std::string_view("<>|=").find(rest[0]) != std::string_view::npos;
    if (ordered) rest.remove_prefix(1);
    const auto found = std::ranges::find(kDescrs, rest, &DescrRow::descr);
    if (found != kDescrs.end()) {
        header.type = found->type;
        header.swapped = descr[0] == '>' && byte_size(found->type) > 1;
        header.info.dtype = name(found->type);
        return;
    }
    if (!descr.empty() && !is_listed_only(rest)) place.fail("has the unknown descr '" + descr + "'");
    header.info.readable = false;
    header.info.dtype = descr.empty() ? "structured" : rest == "c8" ? "C64" : descr;
}

/// Bytes of the header's text, from the magic and the version on.
std::size_t take_length(const NpyPlace& place, const std::function<void(std::span<std::uint8_t>)>& next,
                        int& version) {
    std::array<std::uint8_t, 8> start{};
    next(start);
    if (std::memcmp(start.data(), "\x93NUMPY", 6) != 0) place.fail("does not begin as a .npy does");
    version = start[6];
    if (version < 1 || version > 3 || start[7] != 0)
        place.fail("is a .npy of version " + std::to_string(start[6]) + "." + std::to_string(start[7]) +
                   ", 1.0 to 3.0 can be read");
    std::array<std::uint8_t, 4> length_bytes{};
    next(std::span(length_bytes).first(version == 1 ? 2 : 4));
    const auto length = load_little<std::uint32_t>(length_bytes, 0);
    if (length > kMaxHeader)
        place.fail("has a .npy header of " + std::to_string(length) + " bytes, " +
                   std::to_string(kMaxHeader) + " at most are allowed");
    return length;
}

/// The values in the file's order.
void convert_pieces(const NpyHeader& header, const std::function<void(std::span<std::uint8_t>)>& next,
                    std::span<float> out) {
    const std::size_t size = byte_size(*header.type), piece = kPieceBytes / size;
    std::vector<std::uint8_t> bytes(std::min(piece, out.size()) * size);
    for (std::size_t at = 0; at < out.size(); at += piece) {
        const auto part = out.subspan(at, std::min(piece, out.size() - at));
        const auto raw = std::span(bytes).first(part.size() * size);
        next(raw);
        convert_elements(*header.type, raw, header.swapped, part);
    }
}

/// From the file's order, first axis fastest, to row-major.
void turn_fortran(const NpyHeader& header, std::span<const float> values, std::span<float> out) {
    std::vector<std::int64_t> strides;
    std::int64_t distance = 1;
    for (const std::int64_t extent : header.info.shape) {
        strides.push_back(distance);
        distance *= extent;
    }
    gather_strided(values, 0, header.info.shape, strides, out);
}

bool needs_turning(const NpyHeader& header) {
    return header.fortran && std::ranges::count_if(header.info.shape, [](auto n) { return n > 1; }) > 1;
}

} // namespace

void NpyPlace::fail(const std::string& sentence) const {
    throw Error(file, member.empty() ? sentence : "member '" + member + "' " + sentence);
}

NpyHeader read_npy_header(const NpyPlace& place, const std::function<void(std::span<std::uint8_t>)>& next) {
    int version = 0;
    std::string text(take_length(place, next, version), '\0');
    next({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
    if (version == 3 && first_invalid_utf8(text)) place.fail("has a .npy header that is not UTF-8");
    NpyLiteral literal;
    try {
        literal = parse_npy_literal(text);
    } catch (const Error& error) {
        place.fail(error.what());
    }
    NpyHeader header;
    header.fortran = literal.fortran_order;
    header.info.shape = literal.shape;
    take_descr(place, literal.descr, header);
    const auto count = checked_count(header.info.shape);
    if (!count) place.fail("has a shape with more than 64 axes or 2^60 values");
    if (header.type) header.value_bytes = *count * byte_size(*header.type);
    return header;
}

void read_npy_values(const NpyHeader& header, const std::function<void(std::span<std::uint8_t>)>& next,
                     std::span<float> out) {
    if (!needs_turning(header)) return convert_pieces(header, next, out);
    std::vector<float> values(out.size());
    convert_pieces(header, next, values);
    turn_fortran(header, values, out);
}

void read_npy_values(const NpyHeader& header, ByteSpan bytes, std::span<float> out) {
    if (!needs_turning(header)) return convert_elements(*header.type, bytes, header.swapped, out);
    std::vector<float> values(out.size());
    convert_elements(*header.type, bytes, header.swapped, values);
    turn_fortran(header, values, out);
}

} // namespace ffn

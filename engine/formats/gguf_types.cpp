#include "engine/formats/gguf_types.h"

#include "engine/formats/byte_order.h"
#include "engine/formats/element_type.h"
#include "engine/formats/half_types.h"

#include <algorithm>
#include <array>

namespace ffn {

namespace {

using Block = std::span<float>;

float half_at(ByteSpan block, std::size_t at) {
    const auto code = load_little<std::uint16_t>(block, at);
    float value = 0;
    half_to_float({&code, 1}, {&value, 1});
    return value;
}

template <ElementType kType>
void unpack_plain(ByteSpan packed, std::span<float> out) {
    convert_elements(kType, packed, false, out);
}

template <std::size_t kBytes, std::size_t kValues, void (*kUnpack)(ByteSpan, Block)>
void unpack_blocks(ByteSpan packed, std::span<float> out) {
    for (std::size_t i = 0; i < out.size() / kValues; ++i)
        kUnpack(packed.subspan(i * kBytes, kBytes), out.subspan(i * kValues, kValues));
}

int low(std::uint8_t byte) {
    return byte & 15;
}
int high(std::uint8_t byte) {
    return byte >> 4;
}

// Blocks of 32: value i < 16 lies in the low half of byte i, value i + 16 in its high half.

/// d, 16 bytes: (q − 8)·d.
void unpack_q4_0(ByteSpan block, Block out) {
    const float d = half_at(block, 0);
    for (std::size_t i = 0; i < 16; ++i) {
        out[i] = float(low(block[2 + i]) - 8) * d;
        out[i + 16] = float(high(block[2 + i]) - 8) * d;
    }
}

/// d, m, 16 bytes: q·d + m.
void unpack_q4_1(ByteSpan block, Block out) {
    const float d = half_at(block, 0), m = half_at(block, 2);
    for (std::size_t i = 0; i < 16; ++i) {
        out[i] = float(low(block[4 + i])) * d + m;
        out[i + 16] = float(high(block[4 + i])) * d + m;
    }
}

/// Value i of 32 with five bits: the fifth is bit i of the u32 at `bits`.
int five_bits(ByteSpan block, std::size_t bits, std::size_t i) {
    const int fifth = int(load_little<std::uint32_t>(block, bits) >> i & 1U);
    const std::uint8_t byte = block[bits + 4 + i % 16];
    return (i < 16 ? low(byte) : high(byte)) | fifth << 4;
}

/// d, u32 of fifth bits, 16 bytes: (q − 16)·d.
void unpack_q5_0(ByteSpan block, Block out) {
    const float d = half_at(block, 0);
    for (std::size_t i = 0; i < 32; ++i)
        out[i] = float(five_bits(block, 2, i) - 16) * d;
}

/// d, m, u32 of fifth bits, 16 bytes: q·d + m.
void unpack_q5_1(ByteSpan block, Block out) {
    const float d = half_at(block, 0), m = half_at(block, 2);
    for (std::size_t i = 0; i < 32; ++i)
        out[i] = float(five_bits(block, 4, i)) * d + m;
}

/// d, 32 signed bytes: q·d.
void unpack_q8_0(ByteSpan block, Block out) {
    const float d = half_at(block, 0);
    for (std::size_t i = 0; i < 32; ++i)
        out[i] = float(static_cast<std::int8_t>(block[2 + i])) * d;
}

struct ScaleAndMin {
    float scale, min;
};

/// Of group j of 8: six bits each, packed into the 12 bytes behind d and dmin. Groups 0 to 3 lie in the low
/// six bits of bytes j and j + 4; groups 4 to 7 have their low four bits in byte j + 4, the high two in the
/// top of bytes j − 4 and j.
ScaleAndMin scale_and_min(ByteSpan block, std::size_t j) {
    const ByteSpan q = block.subspan(4, 12);
    int scale = q[j] & 63, min = q[j + 4] & 63;
    if (j >= 4) {
        scale = low(q[j + 4]) | (q[j - 4] >> 6) << 4;
        min = high(q[j + 4]) | (q[j] >> 6) << 4;
    }
    return {half_at(block, 0) * float(scale), half_at(block, 2) * float(min)};
}

/// d, dmin, 12 bytes of scales, 128 bytes: groups of 32, two of them in each run of 32 bytes: q·scale − min.
void unpack_q4_k(ByteSpan block, Block out) {
    for (std::size_t j = 0; j < 8; ++j) {
        const auto [scale, min] = scale_and_min(block, j);
        const ByteSpan bytes = block.subspan(16 + j / 2 * 32, 32);
        for (std::size_t i = 0; i < 32; ++i)
            out[j * 32 + i] = scale * float(j % 2 == 0 ? low(bytes[i]) : high(bytes[i])) - min;
    }
}

/// As Q4_K with 32 bytes of fifth bits before the 128: bit j of byte i is that of value i in group j.
void unpack_q5_k(ByteSpan block, Block out) {
    const ByteSpan fifth = block.subspan(16, 32);
    for (std::size_t j = 0; j < 8; ++j) {
        const auto [scale, min] = scale_and_min(block, j);
        const ByteSpan bytes = block.subspan(48 + j / 2 * 32, 32);
        for (std::size_t i = 0; i < 32; ++i) {
            const int q = (j % 2 == 0 ? low(bytes[i]) : high(bytes[i])) | (fifth[i] >> j & 1) << 4;
            out[j * 32 + i] = scale * float(q) - min;
        }
    }
}

/// 128 bytes of low four bits, 64 of high two, 16 signed scales, d: (q − 32)·scale·d, a scale every 16
/// values. Each half of the block has four runs of 32 values: k = 0, 1 lie in the low halves of 64 bytes, 2,
/// 3 in the high ones; the two high bits of run k are bits 2k of 32 bytes.
void unpack_q6_k(ByteSpan block, Block out) {
    const float d = half_at(block, 208);
    for (std::size_t at = 0; at < 256; ++at) {
        const std::size_t half = at / 128, k = at % 128 / 32, i = at % 32;
        const std::uint8_t four = block[half * 64 + k % 2 * 32 + i];
        const int two = block[128 + half * 32 + i] >> (2 * k) & 3;
        const int q = (k < 2 ? low(four) : high(four)) | two << 4;
        out[at] = d * float(static_cast<std::int8_t>(block[192 + at / 16])) * float(q - 32);
    }
}

constexpr std::array kTypes{
    GgufType{0, "F32", 1, 4, unpack_plain<ElementType::F32>},
    GgufType{1, "F16", 1, 2, unpack_plain<ElementType::F16>},
    GgufType{2, "Q4_0", 32, 18, unpack_blocks<18, 32, unpack_q4_0>},
    GgufType{3, "Q4_1", 32, 20, unpack_blocks<20, 32, unpack_q4_1>},
    GgufType{6, "Q5_0", 32, 22, unpack_blocks<22, 32, unpack_q5_0>},
    GgufType{7, "Q5_1", 32, 24, unpack_blocks<24, 32, unpack_q5_1>},
    GgufType{8, "Q8_0", 32, 34, unpack_blocks<34, 32, unpack_q8_0>},
    GgufType{12, "Q4_K", 256, 144, unpack_blocks<144, 256, unpack_q4_k>},
    GgufType{13, "Q5_K", 256, 176, unpack_blocks<176, 256, unpack_q5_k>},
    GgufType{14, "Q6_K", 256, 210, unpack_blocks<210, 256, unpack_q6_k>},
    GgufType{24, "I8", 1, 1, unpack_plain<ElementType::I8>},
    GgufType{25, "I16", 1, 2, unpack_plain<ElementType::I16>},
    GgufType{26, "I32", 1, 4, unpack_plain<ElementType::I32>},
    GgufType{27, "I64", 1, 8, unpack_plain<ElementType::I64>},
    GgufType{28, "F64", 1, 8, unpack_plain<ElementType::F64>},
    GgufType{30, "BF16", 1, 2, unpack_plain<ElementType::BF16>},
    // Listed only.
    GgufType{9, "Q8_1", 32, 36},
    GgufType{10, "Q2_K", 256, 84},
    GgufType{11, "Q3_K", 256, 110},
    GgufType{15, "Q8_K", 256, 292},
    GgufType{16, "IQ2_XXS", 256, 66},
    GgufType{17, "IQ2_XS", 256, 74},
    GgufType{18, "IQ3_XXS", 256, 98},
    GgufType{19, "IQ1_S", 256, 50},
    GgufType{20, "IQ4_NL", 32, 18},
    GgufType{21, "IQ3_S", 256, 110},
    GgufType{22, "IQ2_S", 256, 82},
    GgufType{23, "IQ4_XS", 256, 136},
    GgufType{29, "IQ1_M", 256, 56},
    GgufType{34, "TQ1_0", 256, 54},
    GgufType{35, "TQ2_0", 256, 66},
    GgufType{39, "MXFP4", 32, 17},
};

} // namespace

const GgufType* gguf_type(std::uint32_t number) {
    const auto found = std::ranges::find(kTypes, number, &GgufType::number);
    return found == kTypes.end() ? nullptr : &*found;
}

} // namespace ffn

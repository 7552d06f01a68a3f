#pragma once

// Vectors as wide as the instruction set that FFN_ISA names; for the sources that are compiled once for each.
// What is in here lives in an unnamed namespace and is always inlined: nothing of it may be shared with code
// compiled for another set.

#include "engine/forward/kernels.h"

#include <cstring>

#define FFN_JOIN_(a, b) a##b
#define FFN_JOIN(a, b) FFN_JOIN_(a, b)
#define FFN_NAMESPACE FFN_JOIN(isa_, FFN_ISA)

namespace ffn::FFN_NAMESPACE {

namespace {

#if defined(__AVX512F__)
constexpr std::ptrdiff_t kWidth = 16;
#elif defined(__AVX2__)
constexpr std::ptrdiff_t kWidth = 8;
#else
constexpr std::ptrdiff_t kWidth = 4;
#endif
constexpr std::ptrdiff_t kHalf = kWidth / 2;

using Floats = float __attribute__((vector_size(kWidth * 4)));
using HalfFloats = float __attribute__((vector_size(kHalf * 4)));
using Ints = std::int32_t __attribute__((vector_size(kWidth * 4)));
using Doubles = double __attribute__((vector_size(kHalf * 8)));

#define FFN_INLINE [[gnu::always_inline]] inline

template <class V>
FFN_INLINE V load(const float* p) {
    V v;
    std::memcpy(&v, p, sizeof v);
    return v;
}

template <class V>
FFN_INLINE void store(float* p, const V& v) {
    std::memcpy(p, &v, sizeof v);
}

/// Sum of the lanes.
template <class V>
FFN_INLINE double total(const V& v) {
    double sum = 0;
    for (std::size_t i = 0; i < sizeof(V) / sizeof(v[0]); ++i)
        sum += double(v[i]);
    return sum;
}

FFN_INLINE Doubles wide(const float* p) {
    return __builtin_convertvector(load<HalfFloats>(p), Doubles);
}

} // namespace

/// out[i] = curve(in[i]); see Kernels::curve.
void curve(Curve curve, const float* in, float* out, std::ptrdiff_t n);

} // namespace ffn::FFN_NAMESPACE

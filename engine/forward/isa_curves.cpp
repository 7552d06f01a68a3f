#include "engine/forward/isa_vectors.h"

#include <limits>

namespace ffn::FFN_NAMESPACE {

namespace {

using Longs = std::int64_t __attribute__((vector_size(kHalf * 8)));

// eˣ for |x| ≤ 700, to two units of the last place: 2ⁿ·eʳ with |r| ≤ ln2/2, and eʳ by its Taylor series,
// whose 14th term is below 2⁻⁵⁴.
FFN_INLINE Doubles exponential(const Doubles& x) {
    constexpr double kLog2E = 1.4426950408889634, kLn2High = 0x1.62e42fefa38p-1,
                     kLn2Low = 0x1.ef35793c7673p-45;
    constexpr double kRound = 0x1.8p52; // adding it leaves the whole number nearest to x in the low bits
    constexpr double kInverseFactorials[] = {1.0 / 6227020800,
                                             1.0 / 479001600,
                                             1.0 / 39916800,
                                             1.0 / 3628800,
                                             1.0 / 362880,
                                             1.0 / 40320,
                                             1.0 / 5040,
                                             1.0 / 720,
                                             1.0 / 120,
                                             1.0 / 24,
                                             1.0 / 6,
                                             1.0 / 2,
                                             1.0,
                                             1.0};
    const Doubles shifted = x * kLog2E + kRound, n = shifted - kRound;
    const Doubles r = (x - n * kLn2High) - n * kLn2Low;
    Doubles sum{};
    for (const double c : kInverseFactorials)
        sum = sum * r + c;
    Longs bits;
    std::memcpy(&bits, &shifted, sizeof bits);
    bits = (bits + 1023) << 52;
    Doubles power;
    std::memcpy(&power, &bits, sizeof power);
    return sum * power;
}

// NaN passes: it is neither below nor above.
FFN_INLINE Doubles clamped(const Doubles& x, double limit) {
    const Doubles low = Doubles{} - limit, high = Doubles{} + limit;
    const Doubles raised = x < low ? low : x;
    return raised > high ? high : raised;
}

FFN_INLINE Doubles logistic_gate(const Doubles& x, const Doubles& u) {
    return x / (1.0 + exponential(clamped(-u, 700)));
}

// x·Φ(x) = x/2·erfc(−x/√2). With z = |x|/√2 and t = 2/(2 + z), erfc(z)·e^(z²)/t is a smooth function of t: a
// polynomial in s = (t − ½(1 + t₁₄))/(½(1 − t₁₄)) of degree 18 meets it within 2·10⁻¹³ for z ≤ 14, where it
// was fitted at Chebyshev's points; beyond, the result is 0 in float32.
FFN_INLINE Doubles gelu(const Doubles& x) {
    constexpr double kCoefficients[] = {
        -7.370442153042235e-09,  -3.987508530843758e-09, 8.120446327583493e-08,   -6.34649900531307e-08,
        -3.5856072760585444e-07, 9.503912010788141e-07,  5.7758531552585925e-08,  -5.646801362374022e-06,
        1.099420033968252e-05,   1.658291973489226e-05,  -0.00010534603442640115, 3.643480431311088e-05,
        0.0007931052510162578,   -0.0010153094206214951, -0.00726569432189308,    0.008307457724817894,
        0.11140094184039877,     0.33187068323352714,    0.5559551406336153};
    const Doubles scaled = clamped(x * 0.70710678118654752, 14);
    const Doubles z = scaled < Doubles{} ? -scaled : scaled;
    const Doubles t = 2.0 / (2.0 + z);
    const Doubles s = (t - 0.5625) / 0.4375;
    Doubles sum{};
    for (const double c : kCoefficients)
        sum = sum * s + c;
    const Doubles tail = sum * t * exponential(-z * z);
    return 0.5 * x * (scaled < Doubles{} ? tail : 2.0 - tail);
}

FFN_INLINE Doubles value(Curve curve, const Doubles& x) {
    constexpr double kTwiceSqrt2OverPi = 1.5957691216057308;
    switch (curve) {
    case Curve::Gelu:
        return gelu(x);
    case Curve::GeluTanh:
        return logistic_gate(x, kTwiceSqrt2OverPi * (x + 0.044715 * x * x * x));
    case Curve::Silu:
        return logistic_gate(x, x);
    case Curve::QuickGelu:
        return logistic_gate(x, 1.702 * x);
    }
    return x;
}

// −∞ times a factor that has become 0 is NaN.
FFN_INLINE Doubles limited(Curve curve, const Doubles& x) {
    const Doubles infinity = Doubles{} - std::numeric_limits<double>::infinity();
    const Doubles nan = Doubles{} + std::numeric_limits<double>::quiet_NaN();
    return x == infinity ? nan : value(curve, x);
}

template <Curve kCurve>
FFN_INLINE void map(const float* in, float* out, std::ptrdiff_t n) {
    std::ptrdiff_t i = 0;
    for (; i + kHalf <= n; i += kHalf)
        store(out + i, __builtin_convertvector(limited(kCurve, wide(in + i)), HalfFloats));
    if (i == n) return;
    float last[kHalf] = {};
    std::memcpy(last, in + i, std::size_t(n - i) * sizeof(float));
    const HalfFloats result = __builtin_convertvector(limited(kCurve, wide(last)), HalfFloats);
    std::memcpy(out + i, &result, std::size_t(n - i) * sizeof(float));
}

} // namespace

void curve(Curve curve, const float* in, float* out, std::ptrdiff_t n) {
    switch (curve) {
    case Curve::Gelu:
        return map<Curve::Gelu>(in, out, n);
    case Curve::GeluTanh:
        return map<Curve::GeluTanh>(in, out, n);
    case Curve::Silu:
        return map<Curve::Silu>(in, out, n);
    case Curve::QuickGelu:
        return map<Curve::QuickGelu>(in, out, n);
    }
}

} // namespace ffn::FFN_NAMESPACE

#include "engine/forward/activation.h"

#include "engine/forward/kernels.h"

#include <cmath>
#include <numbers>

namespace ffn {

namespace {

double logistic_gate(double x, double u) {
    return x / (1.0 + std::exp(-u));
}

// erfc keeps the digits of the lower tail that 1 + erf(x/√2) loses.
double gelu(double x) {
    return 0.5 * x * std::erfc(-x * (std::numbers::sqrt2 / 2));
}

// 0.5·x·(1 + tanh u) = x·σ(2u)
double gelu_tanh(double x) {
    constexpr double kTwiceSqrt2OverPi = 2 * std::numbers::sqrt2 * std::numbers::inv_sqrtpi;
    return logistic_gate(x, kTwiceSqrt2OverPi * (x + 0.044715 * x * x * x));
}

// False for NaN, which therefore passes.
template <class T>
T relu(T x) {
    return x <= 0 ? T(0) : x;
}

} // namespace

double activate(Activation activation, double x) {
    switch (activation) {
    case Activation::Relu:
        return relu(x);
    case Activation::Gelu:
        return gelu(x);
    case Activation::GeluTanh:
        return gelu_tanh(x);
    case Activation::Silu:
        return logistic_gate(x, x);
    case Activation::QuickGelu:
        return logistic_gate(x, 1.702 * x);
    case Activation::ReluSquared:
        return relu(x) * relu(x);
    }
    return std::nan("");
}

void activate(Activation activation, std::span<const float> in, std::span<float> out) {
    const auto n = std::ptrdiff_t(in.size());
    switch (activation) {
    case Activation::Relu:
        return kernels().relu(in.data(), out.data(), n);
    case Activation::ReluSquared:
        for (std::size_t i = 0; i < in.size(); ++i)
            out[i] = relu(in[i]) * relu(in[i]);
        return;
    case Activation::Gelu:
        return kernels().curve(Curve::Gelu, in.data(), out.data(), n);
    case Activation::GeluTanh:
        return kernels().curve(Curve::GeluTanh, in.data(), out.data(), n);
    case Activation::Silu:
        return kernels().curve(Curve::Silu, in.data(), out.data(), n);
    case Activation::QuickGelu:
        return kernels().curve(Curve::QuickGelu, in.data(), out.data(), n);
    }
}

} // namespace ffn

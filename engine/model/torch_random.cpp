// Compiled with -ffp-contract=off: which products are fused is said here, not chosen by the compiler.
#include "engine/model/torch_random.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace ffn {

namespace {

constexpr std::size_t kGroup = 16;
/// Values between two looks at the stop token; a multiple of the group.
constexpr std::size_t kChunk = std::size_t(1) << 16;

} // namespace

TorchGenerator::TorchGenerator(std::uint64_t seed) : m_engine(std::uint32_t(seed)) {}

/// 24 bits, the precision of a float.
float TorchGenerator::unit() {
    return float(m_engine() & 0xFFFFFFu) * 0x1p-24f;
}

/// 53 bits of two draws, the first in the high word.
double TorchGenerator::unit_double() {
    const std::uint64_t high = m_engine();
    const std::uint64_t low = m_engine();
    return double((high << 32 | low) & ((std::uint64_t(1) << 53) - 1)) * 0x1p-53;
}

void TorchGenerator::uniform(std::span<float> out, double low, double high, const Progress& progress) {
    const float from = float(low);
    const float range = float(high) - from;
    for (std::size_t begin = 0; begin < out.size(); begin += kChunk) {
        progress.check();
        for (float& value : out.subspan(begin, std::min(kChunk, out.size() - begin)))
            value = std::fma(unit(), range, from); // PyTorch's vector builds round once here
    }
}

double TorchGenerator::normal_double() {
    if (m_spare) {
        const double value = *m_spare;
        m_spare.reset();
        return value;
    }
    const double u1 = unit_double();
    const double u2 = unit_double();
    const double r = std::sqrt(-2.0 * std::log1p(-u2));
    const double theta = 2.0 * std::numbers::pi * u1;
    m_spare = r * std::sin(theta);
    return r * std::cos(theta);
}

/// Draws 16 uniforms and makes them normal: j and j + 8 are a pair.
void TorchGenerator::normal_group(std::span<float> group, float sigma) {
    std::array<float, kGroup> u;
    for (float& value : u)
        value = unit();
    for (std::size_t j = 0; j < kGroup / 2; ++j) {
        const float r = std::sqrt(-2.0f * std::log(1.0f - u[j]));
        const float theta = 2.0f * std::numbers::pi_v<float> * u[j + kGroup / 2];
        group[j] = r * std::cos(theta) * sigma;
        group[j + kGroup / 2] = r * std::sin(theta) * sigma;
    }
}

void TorchGenerator::normal(std::span<float> out, double sigma, const Progress& progress) {
    if (out.size() < kGroup) {
        for (float& value : out)
            value = float(normal_double() * sigma);
        return;
    }
    const std::size_t whole = out.size() / kGroup * kGroup;
    for (std::size_t begin = 0; begin < whole; begin += kGroup) {
        if (begin % kChunk == 0) progress.check();
        normal_group(out.subspan(begin, kGroup), float(sigma));
    }
    if (whole == out.size()) return;
    // PyTorch has drawn uniforms for the rest too before it draws the last 16 values anew.
    m_engine.discard(out.size() - whole);
    normal_group(out.last(kGroup), float(sigma));
}

} // namespace ffn

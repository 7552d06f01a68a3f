#pragma once

#include "engine/core/progress.h"

#include <cstdint>
#include <optional>
#include <random>
#include <span>

namespace ffn {

/// PyTorch's CPU generator and the float32 values it fills tensors with, as on x86-64 with AVX2 or AVX-512.
///
/// One object stands for one `torch.manual_seed(seed)`: filling tensors in PyTorch's order gives PyTorch's
/// values. Sources: ATen/core/TransformationHelper.h, DistributionsHelper.h,
/// native/cpu/DistributionTemplates.h.
class TorchGenerator {
  public:
    /// Only the low 32 bits of the seed matter, as in PyTorch.
    explicit TorchGenerator(std::uint64_t seed);

    /// tensor.uniform_(low, high), bit for bit. Throws Stopped.
    void uniform(std::span<float> out, double low, double high, const Progress& progress = {});

    /// tensor.normal_(0, sigma), within 3 ulp; takes as many draws as PyTorch does. Throws Stopped.
    ///
    /// Fewer than 16 values: Box-Muller in double, the second value of a pair is kept for the next call.
    /// From 16 on: float32, in groups of 16; a rest draws the last 16 values anew.
    void normal(std::span<float> out, double sigma, const Progress& progress = {});

  private:
    float unit();
    double unit_double();
    double normal_double();
    void normal_group(std::span<float> group, float sigma);

    /// std::mt19937 on 32-bit words; the library's own has 64-bit ones and takes twice as long.
    using Engine = std::mersenne_twister_engine<std::uint32_t, 32, 624, 397, 31, 0x9908b0df, 11, 0xffffffff,
                                                7, 0x9d2c5680, 15, 0xefc60000, 18, 1812433253>;
    Engine m_engine;
    std::optional<double> m_spare;
};

} // namespace ffn

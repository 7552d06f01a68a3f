// The kernels of the CUDA module: activation, bias, sum, edits, norm and the statistics of rows.
#pragma once

#include "engine/forward/cuda_module.h"

#include <cuda_runtime.h>

#include <cstdint>

namespace ffn::cuda {

constexpr int kThreads = 256;

__device__ double activate(int activation, double x) {
    const auto gate = [](double v, double u) { return v / (1.0 + exp(-u)); };
    const double positive = x <= 0 ? 0.0 : x; // NaN is not below: it passes
    switch (activation) {
    case 0:
        return positive;
    case 1:
        return 0.5 * x * erfc(-x * 0.70710678118654752);
    case 2:
        return gate(x, 1.5957691216057308 * (x + 0.044715 * x * x * x));
    case 3:
        return gate(x, x);
    case 4:
        return gate(x, 1.702 * x);
    default:
        return positive * positive;
    }
}

__global__ void activate_rows(const float* in, const float* factor, float* out, std::int64_t count,
                              int activation) {
    for (std::int64_t i = blockIdx.x * std::int64_t(blockDim.x) + threadIdx.x; i < count;
         i += std::int64_t(gridDim.x) * blockDim.x)
        out[i] = factor ? factor[i] * in[i] : float(activate(activation, double(in[i])));
}

__global__ void add_bias(float* y, const float* bias, std::int64_t count, std::int64_t columns) {
    for (std::int64_t i = blockIdx.x * std::int64_t(blockDim.x) + threadIdx.x; i < count;
         i += std::int64_t(gridDim.x) * blockDim.x)
        y[i] += bias[i % columns];
}

__global__ void add_rows(const float* a, const float* b, float* y, std::int64_t count) {
    for (std::int64_t i = blockIdx.x * std::int64_t(blockDim.x) + threadIdx.x; i < count;
         i += std::int64_t(gridDim.x) * blockDim.x)
        y[i] = a[i] + b[i];
}

__global__ void apply_threshold(float* hidden, std::int64_t count, float threshold) {
    for (std::int64_t i = blockIdx.x * std::int64_t(blockDim.x) + threadIdx.x; i < count;
         i += std::int64_t(gridDim.x) * blockDim.x)
        if (hidden[i] <= threshold) hidden[i] = 0;
}

__global__ void apply_edits(float* hidden, std::int64_t rows, std::int64_t columns, const CudaEdit* edits,
                            std::int64_t count) {
    for (std::int64_t i = blockIdx.x * std::int64_t(blockDim.x) + threadIdx.x; i < rows * count;
         i += std::int64_t(gridDim.x) * blockDim.x) {
        const CudaEdit e = edits[i % count];
        float& h = hidden[i / count * columns + e.unit];
        h *= e.scale;
        h = e.fixed || h < e.min ? e.min : h > e.max ? e.max : h;
        if (e.ablated) h = 0;
    }
}

__global__ void clear_padding(float* y, std::int64_t columns, const std::uint8_t* padding) {
    if (padding[blockIdx.x])
        for (std::int64_t i = threadIdx.x; i < columns; i += blockDim.x)
            y[blockIdx.x * columns + i] = 0;
}

/// Sum over the threads of a block, known to all of them.
__device__ double block_sum(double value, double* shared) {
    shared[threadIdx.x] = value;
    __syncthreads();
    for (int half = kThreads / 2; half > 0; half /= 2) {
        if (threadIdx.x < half) shared[threadIdx.x] += shared[threadIdx.x + half];
        __syncthreads();
    }
    const double sum = shared[0];
    __syncthreads();
    return sum;
}

struct NormShape {
    std::int64_t columns;
    bool centered;
    bool unbiased; ///< by the unbiased standard deviation plus eps
    double eps;
};

/// The norm of one row a block of threads, in two passes and in double, as engine/model/norm_math.h has it.
/// Statistics and `normalized` may be null together.
__global__ void normalize_rows(const float* x, NormShape shape, const float* gain, const float* bias,
                               float* mean_out, float* variance_out, float* rstd_out, float* normalized,
                               float* out) {
    const std::int64_t n = shape.columns;
    __shared__ double shared[kThreads];
    const float* row = x + blockIdx.x * n;
    double mean = 0, squares = 0;
    if (shape.centered) {
        for (std::int64_t i = threadIdx.x; i < n; i += kThreads)
            mean += double(row[i]);
        mean = block_sum(mean, shared) / double(n);
    }
    for (std::int64_t i = threadIdx.x; i < n; i += kThreads)
        squares += (double(row[i]) - mean) * (double(row[i]) - mean);
    const double variance = block_sum(squares, shared) / double(shape.unbiased ? n - 1 : n);
    const double rstd = 1.0 / (shape.unbiased ? sqrt(variance) + shape.eps : sqrt(variance + shape.eps));
    for (std::int64_t i = threadIdx.x; i < n; i += kThreads) {
        const float value = float((double(row[i]) - mean) * rstd);
        if (normalized) normalized[blockIdx.x * n + i] = value;
        out[blockIdx.x * n + i] = value * (gain ? gain[i] : 1.0F) + (bias ? bias[i] : 0.0F);
    }
    if (threadIdx.x == 0 && normalized) {
        mean_out[blockIdx.x] = float(mean);
        variance_out[blockIdx.x] = float(variance);
        rstd_out[blockIdx.x] = float(rstd);
    }
}

/// Statistics of one row a block of threads: over its finite values, in two passes and in double.
__global__ void summarize_rows(const float* x, std::int64_t n, const std::uint8_t* padding,
                               StageSummary* out) {
    __shared__ double shared[kThreads];
    if (padding[blockIdx.x]) { // counts in nothing
        if (threadIdx.x == 0) out[blockIdx.x].min = INFINITY, out[blockIdx.x].max = -INFINITY;
        return;
    }
    const float* row = x + blockIdx.x * n;
    double finite = 0, zeros = 0, nan = 0, above = 0, below = 0, sum = 0;
    float low = INFINITY, high = -INFINITY;
    for (std::int64_t i = threadIdx.x; i < n; i += kThreads) {
        const float v = row[i];
        zeros += v == 0;
        nan += isnan(v);
        above += isinf(v) && v > 0;
        below += isinf(v) && v < 0;
        if (!isfinite(v)) continue;
        ++finite;
        sum += double(v);
        low = v < low ? v : low;
        high = v > high ? v : high;
    }
    finite = block_sum(finite, shared);
    const double mean = finite > 0 ? block_sum(sum, shared) / finite : 0;
    double squares = 0;
    for (std::int64_t i = threadIdx.x; i < n; i += kThreads)
        if (isfinite(row[i])) squares += (double(row[i]) - mean) * (double(row[i]) - mean);
    squares = block_sum(squares, shared);
    zeros = block_sum(zeros, shared);
    nan = block_sum(nan, shared);
    above = block_sum(above, shared);
    below = block_sum(below, shared);
    __shared__ float lows[kThreads], highs[kThreads];
    lows[threadIdx.x] = low, highs[threadIdx.x] = high;
    __syncthreads();
    if (threadIdx.x != 0) return;
    for (int t = 1; t < kThreads; ++t) {
        low = min(low, lows[t]);
        high = max(high, highs[t]);
    }
    StageSummary& s = out[blockIdx.x];
    s.values = n;
    s.finite = std::int64_t(finite);
    s.zeros = std::int64_t(zeros);
    s.nan = std::int64_t(nan);
    s.pos_inf = std::int64_t(above);
    s.neg_inf = std::int64_t(below);
    s.min = low;
    s.max = high;
    s.mean = mean;
    s.squared_deviations = squares;
    s.sum_of_squares = squares + finite * mean * mean;
}

} // namespace ffn::cuda

#pragma once

// What the program and its CUDA module say to each other: plain data and functions, so that the module can be
// loaded where there is a driver and left alone where there is none. Compiled by nvcc too: no Eigen in here.

#include "engine/forward/stage_summary.h"

#include <cstddef>
#include <cstdint>

namespace ffn {

inline constexpr int kCudaModuleVersion = 3;
inline constexpr int kCudaStages = 14; ///< as kStageCount, in the order of Stage
inline constexpr const char* kCudaModuleFunction = "ffnscope_cuda_module";

/// Activation, norm and placement are the numbers of their enums. Matrices are read in runs of rows; a vector
/// that is absent is null.
struct CudaBlock {
    std::int64_t d_model, d_ff;
    int activation, norm, placement;
    bool gated, second_norm;
    double eps;
    const float *up_bias, *gate_bias, *down_bias, *norm_gain, *norm_bias, *second_gain, *second_bias;
    /// Matrix 0 is up, 1 gate, 2 down: rows first … first+count as float32 into `out`.
    void (*read)(const void* model, int matrix, std::int64_t first, std::int64_t count, float* out);
    const void* model;
};

/// One unit's edit; scale 1, an infinite range and not ablated change nothing.
struct CudaEdit {
    std::int64_t unit;
    float scale, min, max;
    bool fixed, ablated;
};

struct CudaPass {
    std::int64_t rows, len;
    const float* states;                  ///< [rows, d_model]
    const std::uint8_t* padding;          ///< 1 a padding row
    float* stages[kCudaStages];           ///< null: not kept
    StageSummary* summaries[kCudaStages]; ///< one a row; null: the block lacks the stage
    const CudaEdit* edits;
    std::int64_t edit_count;
    bool has_threshold;
    float threshold;
    bool tf32; ///< products rounded to 10 bits of mantissa, several times as fast
    bool (*stopped)(const void* context);
    const void* context;
};

/// Functions return false with a sentence in `error` on failure, and for a stop with an empty one.
struct CudaModule {
    int version;
    bool (*works)(char* error, std::size_t size);
    std::uint64_t (*free_bytes)();
    void* (*load)(const CudaBlock& block, char* error, std::size_t size);
    void (*unload)(void* loaded);
    bool (*pass)(void* loaded, const CudaPass& pass, char* error, std::size_t size);
};

} // namespace ffn

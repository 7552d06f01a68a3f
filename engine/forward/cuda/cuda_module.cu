// The whole pass on a CUDA device: products by cuBLASLt in exact float32 (TF32 only when asked for),
// everything else by the kernels below, statistics included. Blocks of rows go through two streams, so that
// one block's stages are copied back while the next is computed.

#include "engine/forward/cuda/cuda_kernels.cuh"

#include <cublasLt.h>
#include <cuda_runtime.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace ffn;
using namespace ffn::cuda;

// In the order of ffn::Stage.
enum StageIndex {
    kInput,
    kNormOutput,
    kGatePre,
    kGate,
    kPre,
    kHidden,
    kProjection,
    kUpdate,
    kSum,
    kMean,
    kVariance,
    kRstd,
    kNormalized,
    kOutput
};
// In the order of ffn::Norm.
enum NormIndex { kLayerNorm, kRmsNorm, kNoNorm, kStdNorm };
constexpr std::int64_t kBlockRows = 2048;

void check(cudaError_t status) {
    if (status != cudaSuccess) throw std::runtime_error(cudaGetErrorString(status));
}
void check(cublasStatus_t status) {
    if (status != CUBLAS_STATUS_SUCCESS) throw std::runtime_error(cublasGetStatusString(status));
}

struct Stopped {};

/// Device memory with an owner.
template <class T>
class DeviceArray {
  public:
    explicit DeviceArray(std::int64_t count = 0) {
        if (count > 0) check(cudaMalloc(&m_data, std::size_t(count) * sizeof(T)));
    }
    DeviceArray(DeviceArray&& other) noexcept : m_data(other.m_data) { other.m_data = nullptr; }
    DeviceArray& operator=(DeviceArray&& other) noexcept {
        std::swap(m_data, other.m_data);
        return *this;
    }
    ~DeviceArray() { cudaFree(m_data); }
    T* get() const { return m_data; }

  private:
    T* m_data = nullptr;
};

DeviceArray<float> uploaded(const float* values, std::int64_t count) {
    DeviceArray<float> array(values ? count : 0);
    if (values)
        check(cudaMemcpy(array.get(), values, std::size_t(count) * sizeof(float), cudaMemcpyHostToDevice));
    return array;
}

unsigned grid(std::int64_t count) {
    return unsigned(std::clamp<std::int64_t>((count + kThreads - 1) / kThreads, 1, 65535));
}

/// A block's weights on the device.
struct Loaded {
    explicit Loaded(const CudaBlock& block) : config(block) {
        const std::int64_t m = block.d_model, ff = block.d_ff;
        matrices[0] = matrix(0, ff, m);
        if (block.gated) matrices[1] = matrix(1, ff, m);
        matrices[2] = matrix(2, m, ff);
        up_bias = uploaded(block.up_bias, ff);
        gate_bias = uploaded(block.gate_bias, ff);
        down_bias = uploaded(block.down_bias, m);
        gain = uploaded(block.norm_gain, m);
        bias = uploaded(block.norm_bias, m);
        second_gain = uploaded(block.second_gain, m);
        second_bias = uploaded(block.second_bias, m);
        check(cublasLtCreate(&blas));
    }
    ~Loaded() {
        if (blas) cublasLtDestroy(blas);
    }

    DeviceArray<float> matrix(int which, std::int64_t rows, std::int64_t dim) const {
        constexpr std::int64_t kPiece = std::int64_t(1) << 24;
        DeviceArray<float> values(rows * dim);
        const std::int64_t step = std::max<std::int64_t>(1, kPiece / dim);
        std::vector<float> piece(std::size_t(std::min(step, rows) * dim));
        for (std::int64_t first = 0; first < rows; first += step) {
            const std::int64_t count = std::min(step, rows - first);
            config.read(config.model, which, first, count, piece.data());
            check(cudaMemcpy(values.get() + first * dim, piece.data(),
                             std::size_t(count * dim) * sizeof(float), cudaMemcpyHostToDevice));
        }
        return values;
    }

    CudaBlock config;
    DeviceArray<float> matrices[3], up_bias, gate_bias, down_bias, gain, bias, second_gain, second_bias;
    cublasLtHandle_t blas = nullptr;
};

std::int64_t width(const CudaBlock& config, int stage) {
    if (stage == kMean || stage == kVariance || stage == kRstd) return 1;
    return stage >= kGatePre && stage <= kHidden ? config.d_ff : config.d_model;
}

/// One stream's buffers, for one block of rows.
struct Lane {
    Lane(const Loaded& loaded, const CudaPass& pass, std::int64_t rows)
        : padding(rows), edits(pass.edit_count) {
        check(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking));
        for (int s = 0; s < kCudaStages; ++s) {
            if (!pass.summaries[s] && s != kInput) continue;
            stages[s] = DeviceArray<float>(rows * width(loaded.config, s));
            sums[s] = DeviceArray<StageSummary>(rows);
        }
        if (pass.edit_count > 0)
            check(cudaMemcpy(edits.get(), pass.edits, std::size_t(pass.edit_count) * sizeof(CudaEdit),
                             cudaMemcpyHostToDevice));
    }
    ~Lane() {
        cudaStreamSynchronize(stream);
        cudaStreamDestroy(stream);
    }
    float* at(int stage) const { return stages[stage].get(); }

    cudaStream_t stream = nullptr;
    DeviceArray<float> stages[kCudaStages];
    DeviceArray<StageSummary> sums[kCudaStages];
    DeviceArray<std::uint8_t> padding;
    DeviceArray<CudaEdit> edits;
};

// Row-major out[rows, outputs] = in[rows, inputs]·W[outputs, inputs]ᵀ is, to column-major cuBLAS, outᵀ =
// W·inᵀ.
void product(const Loaded& loaded, const Lane& lane, bool tf32, const float* w, const float* bias,
             const float* in, std::int64_t rows, std::int64_t inputs, std::int64_t outputs, float* out) {
    cublasLtMatmulDesc_t operation;
    cublasLtMatrixLayout_t a, b, c;
    check(cublasLtMatmulDescCreate(
        &operation, tf32 ? CUBLAS_COMPUTE_32F_FAST_TF32 : CUBLAS_COMPUTE_32F_PEDANTIC, CUDA_R_32F));
    const cublasOperation_t transposed = CUBLAS_OP_T;
    check(cublasLtMatmulDescSetAttribute(operation, CUBLASLT_MATMUL_DESC_TRANSA, &transposed,
                                         sizeof transposed));
    check(cublasLtMatrixLayoutCreate(&a, CUDA_R_32F, std::uint64_t(inputs), std::uint64_t(outputs), inputs));
    check(cublasLtMatrixLayoutCreate(&b, CUDA_R_32F, std::uint64_t(inputs), std::uint64_t(rows), inputs));
    check(cublasLtMatrixLayoutCreate(&c, CUDA_R_32F, std::uint64_t(outputs), std::uint64_t(rows), outputs));
    const float one = 1, zero = 0;
    const cublasStatus_t status = cublasLtMatmul(loaded.blas, operation, &one, w, a, in, b, &zero, out, c,
                                                 out, c, nullptr, nullptr, 0, lane.stream);
    cublasLtMatrixLayoutDestroy(a);
    cublasLtMatrixLayoutDestroy(b);
    cublasLtMatrixLayoutDestroy(c);
    cublasLtMatmulDescDestroy(operation);
    check(status);
    const std::int64_t count = rows * outputs;
    if (bias) add_bias<<<grid(count), kThreads, 0, lane.stream>>>(out, bias, count, outputs);
}

NormShape norm_shape(const CudaBlock& config) {
    const bool unbiased = config.norm == kStdNorm;
    return {config.d_model, unbiased || config.norm == kLayerNorm, unbiased, config.eps};
}

void norm(const Loaded& loaded, const Lane& lane, int from, int to, std::int64_t rows) {
    normalize_rows<<<unsigned(rows), kThreads, 0, lane.stream>>>(
        lane.at(from), norm_shape(loaded.config), loaded.gain.get(), loaded.bias.get(), lane.at(kMean),
        lane.at(kVariance), lane.at(kRstd), lane.at(kNormalized), lane.at(to));
}

void second_norm(const Loaded& loaded, const Lane& lane, std::int64_t rows) {
    normalize_rows<<<unsigned(rows), kThreads, 0, lane.stream>>>(
        lane.at(kProjection), norm_shape(loaded.config), loaded.second_gain.get(), loaded.second_bias.get(),
        nullptr, nullptr, nullptr, nullptr, lane.at(kUpdate));
}

void edit(const Loaded& loaded, const Lane& lane, const CudaPass& pass, std::int64_t rows) {
    const std::int64_t ff = loaded.config.d_ff, count = rows * ff;
    if (pass.has_threshold)
        apply_threshold<<<grid(count), kThreads, 0, lane.stream>>>(lane.at(kHidden), count, pass.threshold);
    if (pass.edit_count > 0)
        apply_edits<<<grid(rows * pass.edit_count), kThreads, 0, lane.stream>>>(
            lane.at(kHidden), rows, ff, lane.edits.get(), pass.edit_count);
}

void compute(const Loaded& loaded, const Lane& lane, const CudaPass& pass, std::int64_t rows) {
    const CudaBlock& config = loaded.config;
    const std::int64_t m = config.d_model, ff = config.d_ff;
    const bool has_norm = config.norm != kNoNorm, pre = config.placement == 1 && has_norm;
    if (pre) norm(loaded, lane, kInput, kNormOutput, rows);
    const float* entering = lane.at(pre ? kNormOutput : kInput);
    if (config.gated) {
        product(loaded, lane, pass.tf32, loaded.matrices[1].get(), loaded.gate_bias.get(), entering, rows, m,
                ff, lane.at(kGatePre));
        activate_rows<<<grid(rows * ff), kThreads, 0, lane.stream>>>(
            lane.at(kGatePre), nullptr, lane.at(kGate), rows * ff, config.activation);
    }
    product(loaded, lane, pass.tf32, loaded.matrices[0].get(), loaded.up_bias.get(), entering, rows, m, ff,
            lane.at(kPre));
    activate_rows<<<grid(rows * ff), kThreads, 0, lane.stream>>>(
        lane.at(kPre), config.gated ? lane.at(kGate) : nullptr, lane.at(kHidden), rows * ff,
        config.activation);
    edit(loaded, lane, pass, rows);
    product(loaded, lane, pass.tf32, loaded.matrices[2].get(), loaded.down_bias.get(), lane.at(kHidden), rows,
            ff, m, lane.at(kProjection));
    if (config.second_norm) second_norm(loaded, lane, rows);
    add_rows<<<grid(rows * m), kThreads, 0, lane.stream>>>(
        lane.at(config.second_norm ? kUpdate : kProjection), lane.at(kInput), lane.at(kSum), rows * m);
    if (has_norm && !pre) norm(loaded, lane, kSum, kOutput, rows);
}

// Statistics and what is kept, to where the program wants them.
void bring_back(const Loaded& loaded, const Lane& lane, const CudaPass& pass, std::int64_t first,
                std::int64_t rows) {
    for (int s = kInput + 1; s < kCudaStages; ++s) {
        if (!lane.at(s)) continue;
        const std::int64_t columns = width(loaded.config, s);
        clear_padding<<<unsigned(rows), kThreads, 0, lane.stream>>>(lane.at(s), columns, lane.padding.get());
        check(cudaMemsetAsync(lane.sums[s].get(), 0, std::size_t(rows) * sizeof(StageSummary), lane.stream));
        summarize_rows<<<unsigned(rows), kThreads, 0, lane.stream>>>(lane.at(s), columns, lane.padding.get(),
                                                                     lane.sums[s].get());
        check(cudaMemcpyAsync(pass.summaries[s] + first, lane.sums[s].get(),
                              std::size_t(rows) * sizeof(StageSummary), cudaMemcpyDeviceToHost, lane.stream));
        if (pass.stages[s])
            check(cudaMemcpyAsync(pass.stages[s] + first * columns, lane.at(s),
                                  std::size_t(rows * columns) * sizeof(float), cudaMemcpyDeviceToHost,
                                  lane.stream));
    }
}

void run(const Loaded& loaded, const CudaPass& pass) {
    const std::int64_t rows = std::min(pass.rows, kBlockRows);
    std::unique_ptr<Lane> lanes[2];
    int turn = 0;
    for (std::int64_t first = 0; first < pass.rows; first += rows, turn ^= 1) {
        if (pass.stopped(pass.context)) throw Stopped();
        const std::int64_t count = std::min(rows, pass.rows - first);
        if (!lanes[turn]) lanes[turn] = std::make_unique<Lane>(loaded, pass, rows);
        const Lane& lane = *lanes[turn];
        check(cudaStreamSynchronize(lane.stream)); // its buffers are free again
        const std::int64_t m = loaded.config.d_model;
        check(cudaMemcpyAsync(lane.at(kInput), pass.states + first * m,
                              std::size_t(count * m) * sizeof(float), cudaMemcpyHostToDevice, lane.stream));
        check(cudaMemcpyAsync(lane.padding.get(), pass.padding + first, std::size_t(count),
                              cudaMemcpyHostToDevice, lane.stream));
        compute(loaded, lane, pass, count);
        check(cudaGetLastError());
        bring_back(loaded, lane, pass, first, count);
        check(cudaGetLastError());
    }
    for (const auto& lane : lanes)
        if (lane) check(cudaStreamSynchronize(lane->stream));
}

template <class F>
bool guarded(char* error, std::size_t size, F f) {
    std::snprintf(error, size, "%s", "");
    try {
        f();
        return true;
    } catch (const Stopped&) {
    } catch (const std::exception& e) {
        std::snprintf(error, size, "%s", e.what());
    }
    return false;
}

bool works(char* error, std::size_t size) {
    return guarded(error, size, [] {
        int devices = 0;
        check(cudaGetDeviceCount(&devices));
        if (devices == 0) throw std::runtime_error("there is no CUDA device");
        check(cudaFree(nullptr)); // makes the context
    });
}

std::uint64_t free_bytes() {
    std::size_t free = 0, total = 0;
    return cudaMemGetInfo(&free, &total) == cudaSuccess ? free : 0;
}

void* load(const CudaBlock& block, char* error, std::size_t size) {
    Loaded* loaded = nullptr;
    guarded(error, size, [&] { loaded = new Loaded(block); });
    return loaded;
}

void unload(void* loaded) {
    delete static_cast<Loaded*>(loaded);
}

bool pass(void* loaded, const CudaPass& pass, char* error, std::size_t size) {
    return guarded(error, size, [&] { run(*static_cast<const Loaded*>(loaded), pass); });
}

} // namespace

extern "C" __attribute__((visibility("default"))) const ffn::CudaModule* ffnscope_cuda_module() {
    static const ffn::CudaModule kModule{ffn::kCudaModuleVersion, works, free_bytes, load, unload, pass};
    return &kModule;
}

#include "engine/forward/cuda_pass.h"

#include "engine/core/error.h"
#include "engine/forward/block_pass.h"
#include "engine/forward/cuda_module.h"
#include "engine/forward/pass_result.h"

#include <chrono>
#include <dlfcn.h>
#include <filesystem>
#include <limits>

namespace ffn {

namespace {

static_assert(kCudaStages == kStageCount);

/// The module if it could be loaded and finds a device, or else why not.
struct Found {
    const CudaModule* module = nullptr;
    std::string absence;
};

void* open_module() {
    constexpr const char* kFile = "libffnscope_cuda.so";
    std::error_code error;
    const std::filesystem::path program =
        std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
    for (const std::filesystem::path& folder : {program, program / "../lib/ffnscope"})
        if (void* handle = ::dlopen((folder / kFile).c_str(), RTLD_NOW | RTLD_LOCAL)) return handle;
    return ::dlopen(kFile, RTLD_NOW | RTLD_LOCAL);
}

Found find_module() {
    void* handle = open_module();
    if (!handle) return {nullptr, "the CUDA module libffnscope_cuda.so could not be loaded"};
    using Function = const CudaModule* (*)();
    const auto function = reinterpret_cast<Function>(::dlsym(handle, kCudaModuleFunction));
    const CudaModule* module = function ? function() : nullptr;
    if (!module || module->version != kCudaModuleVersion)
        return {nullptr, "the CUDA module is of another version of this program"};
    char reason[256] = {};
    if (!module->works(reason, sizeof reason))
        return {nullptr, std::string("CUDA does not work here: ") + reason};
    return {module, {}};
}

const Found& cuda() {
    static const Found kFound = find_module();
    return kFound;
}

[[noreturn]] void fail(const char* reason) {
    if (!*reason) throw Stopped();
    throw Error(std::string("the CUDA device failed: ") + reason);
}

void read_matrix(const void* model, int matrix, std::int64_t first, std::int64_t count, float* out) {
    const auto& m = *static_cast<const FeedForward*>(model);
    const WeightMatrix& w = matrix == 0 ? m.up : matrix == 1 ? m.gate : m.down;
    w.read(first, count, {out, std::size_t(count * w.dim())});
}

/// The weights on the device.
class DeviceModel {
  public:
    explicit DeviceModel(const FeedForward& m) {
        const FeedForwardConfig& c = m.config;
        const auto vector = [](const Tensor& t) { return t.size() > 0 ? t.data() : nullptr; };
        char reason[256] = {};
        m_loaded = cuda().module->load(
            {c.d_model, c.d_ff, int(c.activation), int(c.norm), int(c.placement), c.gated, has_second_norm(c),
             c.eps, vector(m.up_bias), vector(m.gate_bias), vector(m.down_bias), vector(m.norm_gain),
             vector(m.norm_bias), vector(m.second_gain), vector(m.second_bias), read_matrix, &m},
            reason, sizeof reason);
        if (!m_loaded) fail(reason);
    }
    ~DeviceModel() { cuda().module->unload(m_loaded); }
    DeviceModel(const DeviceModel&) = delete;
    DeviceModel& operator=(const DeviceModel&) = delete;
    void* get() const { return m_loaded; }

  private:
    void* m_loaded = nullptr;
};

std::vector<CudaEdit> device_edits(const Edits& edits) {
    constexpr float kInf = std::numeric_limits<float>::infinity();
    std::vector<CudaEdit> result;
    for (const std::int64_t unit : edited_units(edits)) {
        CudaEdit e{unit, 1, -kInf, kInf, false, edits.ablated.contains(unit)};
        if (const auto scaled = edits.scaled.find(unit); scaled != edits.scaled.end())
            e.scale = scaled->second;
        if (const auto clamped = edits.clamped.find(unit); clamped != edits.clamped.end())
            e.min = clamped->second.min, e.max = clamped->second.max, e.fixed = e.min == e.max;
        result.push_back(e);
    }
    return result;
}

std::vector<std::uint8_t> padding_of(const TokenBatch& tokens, const Tensor& states) {
    std::vector<std::uint8_t> padding(std::size_t(states.rows()));
    for (std::int64_t r = 0; r < states.rows(); ++r)
        padding[std::size_t(r)] = tokens.is_padding(r / states.shape().len, r % states.shape().len);
    return padding;
}

} // namespace

bool is_cuda(std::string_view backend) {
    return backend == "cuda" || backend == "cuda_tf32";
}

bool cuda_works() {
    return cuda().module != nullptr;
}

std::shared_ptr<Snapshot> cuda_pass(const PassRequest& request, const ForwardOptions& options,
                                    const Progress& progress) {
    const auto start = std::chrono::steady_clock::now();
    if (!cuda_works())
        throw Error("there is no back end called \"" + options.backend + "\": " + cuda().absence);
    check_request(request, options);
    // The norm and the activation are part of what is loaded; only the matrices are shared by other configs.
    const DeviceModel device(*request.model);
    const PassResult result = room_for(request);
    const std::vector<CudaEdit> edits = device_edits(request.edits);
    const std::vector<std::uint8_t> padding = padding_of(*request.tokens, *request.states);
    CudaPass pass{};
    pass.rows = request.states->rows();
    pass.len = request.states->shape().len;
    pass.states = request.states->data();
    pass.padding = padding.data();
    for (std::size_t i = 0; i < kStageCount; ++i) {
        pass.stages[i] = result.stages[i] ? result.stages[i]->data() : nullptr;
        pass.summaries[i] = result.sums[i] ? result.sums[i]->data() : nullptr;
    }
    pass.edits = edits.data();
    pass.edit_count = std::int64_t(edits.size());
    pass.has_threshold = request.edits.threshold.has_value();
    pass.threshold = request.edits.threshold.value_or(0);
    pass.tf32 = options.backend == "cuda_tf32";
    pass.stopped = [](const void* p) { return static_cast<const Progress*>(p)->stop.stop_requested(); };
    pass.context = &progress;
    char reason[256] = {};
    if (!cuda().module->pass(device.get(), pass, reason, sizeof reason)) fail(reason);
    auto snapshot = snapshot_of(request, result);
    const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - start;
    snapshot->engine = {options.backend, 1, elapsed.count(), 0};
    return snapshot;
}

} // namespace ffn

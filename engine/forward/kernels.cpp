#include "engine/forward/kernels.h"

#include <vector>

namespace ffn {

namespace isa_baseline {
extern const Kernels kKernels;
}
#ifdef FFNSCOPE_X86_KERNELS
namespace isa_avx2 {
extern const Kernels kKernels;
}
namespace isa_avx512 {
extern const Kernels kKernels;
}
#endif

namespace {

std::vector<const Kernels*> find_kernels() {
    std::vector<const Kernels*> found;
#ifdef FFNSCOPE_X86_KERNELS
    const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
        found.push_back(&isa_avx512::kKernels);
    if (avx2) found.push_back(&isa_avx2::kKernels);
#endif
    found.push_back(&isa_baseline::kKernels);
    return found;
}

} // namespace

std::span<const Kernels* const> available_kernels() {
    static const std::vector<const Kernels*> kFound = find_kernels();
    return kFound;
}

const Kernels& kernels() {
    return *available_kernels().front();
}

} // namespace ffn

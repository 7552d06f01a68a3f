#pragma once

#include "engine/forward/pass.h"

namespace ffn {

/// True for the back ends "cuda" and "cuda_tf32".
bool is_cuda(std::string_view backend);

/// True when the CUDA module lies beside the program or where libraries lie, and a device answers.
bool cuda_works();

/// A whole pass on the device; what the request's base gives is not used. Throws as forward(), and Error
/// where there is no module, no device, or it fails.
std::shared_ptr<Snapshot> cuda_pass(const PassRequest& request, const ForwardOptions& options,
                                    const Progress& progress);

} // namespace ffn

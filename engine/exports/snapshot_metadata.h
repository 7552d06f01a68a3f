#pragma once

#include "engine/formats/tensor_archive.h"
#include "engine/forward/edits.h"
#include "engine/forward/snapshot.h"

#include <string>

namespace ffn {

/// `ffnscope.config`: {"d_model", "d_ff", "activation", "norm", "norm_placement", "eps", "gated"}, as in the
/// JSON of `run --json`.
std::string config_text(const FeedForwardConfig& config);
/// Throws Error naming the entry when it is missing or malformed.
FeedForwardConfig config_from_metadata(const TensorArchive& archive);

/// `ffnscope.edits`: {"ablate": [12, …], "scale": {"7": "2.5", …}, "threshold": "0.5" or null}. The float32
/// values are texts, so that they come back bit for bit and may be nan or inf.
std::string edits_text(const Edits& edits);
/// Throws Error when malformed, or for a unit outside `d_ff`.
Edits edits_from_metadata(const TensorArchive& archive, std::int64_t d_ff);

} // namespace ffn

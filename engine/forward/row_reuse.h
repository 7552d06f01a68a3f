#pragma once

#include "engine/forward/forward.h"

namespace ffn {

/// A snapshot of `base`'s model and edits for other tokens: rows whose input some row of `base` has, to the
/// bit, are copied from there, the others computed. Null where that is no saving: `base` lacks a stage that
/// is wanted, or less than half of the rows are known. Throws as forward().
std::shared_ptr<const Snapshot> update_rows(const Snapshot& base, std::shared_ptr<const TokenBatch> tokens,
                                            std::shared_ptr<const Tensor> states,
                                            const ForwardOptions& options, const Progress& progress);

} // namespace ffn

#pragma once

#include "engine/analysis/comparison.h"

namespace ffn {

/// b − a as a snapshot of its own, in the shape of b, for every stage that both keep with the same dim: what
/// a heat map of differences shows. Row r is b's row r; rows whose token has no counterpart in a are NaN,
/// padding stays 0. It has b's tokens, config and names, and no model. Throws Stopped.
std::shared_ptr<const Snapshot> difference_snapshot(const Snapshot& a, const Snapshot& b,
                                                    const TokenMatch& match, const Progress& progress = {});

} // namespace ffn

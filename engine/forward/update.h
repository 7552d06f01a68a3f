#pragma once

#include "engine/forward/forward.h"

namespace ffn {

/// What forward() gives for the same arguments, within the tolerance of the products, from an older snapshot:
/// it computes only what differs and shares the tensors of the stages that do not.
///
///   - tokens changed, inserted or deleted: only rows whose input is not among the old ones are computed; a
///     token's row depends on that token alone
///   - units ablated, scaled, clamped: their columns of hidden, and what these moved in the projection
///   - threshold: from hidden on; another activation: likewise; the norm, its eps, gain and bias, and the
///     placement: from the stage where it differs (with_config makes such a model)
///
/// Every result is derived from unedited values, so that many updates in a row do not drift, and holds no
/// older snapshot. A `base` of other weights, or that lacks a stage needed here, is computed in full. Throws
/// as forward().
std::shared_ptr<const Snapshot> update(const Snapshot& base, std::shared_ptr<const FeedForward> model,
                                       std::shared_ptr<const TokenBatch> tokens,
                                       std::shared_ptr<const Tensor> states, const Edits& edits = {},
                                       const ForwardOptions& options = {}, const Progress& progress = {});

/// The same model, tokens and input with other edits.
std::shared_ptr<const Snapshot> update_edits(const Snapshot& base, const Edits& edits,
                                             const ForwardOptions& options = {},
                                             const Progress& progress = {});

/// Other tokens with their input; model and edits stay.
std::shared_ptr<const Snapshot> update_tokens(const Snapshot& base, std::shared_ptr<const TokenBatch> tokens,
                                              std::shared_ptr<const Tensor> states,
                                              const ForwardOptions& options = {},
                                              const Progress& progress = {});

/// The same matrices with another activation, norm, placement, eps, gain or bias of the norm.
std::shared_ptr<const Snapshot> update_model(const Snapshot& base, std::shared_ptr<const FeedForward> model,
                                             const ForwardOptions& options = {},
                                             const Progress& progress = {});

} // namespace ffn

#pragma once

#include "engine/core/tensor.h"
#include "engine/core/token_batch.h"
#include "engine/tokens/hidden_states.h"
#include "engine/tokens/model_input.h"
#include "engine/tokens/token_ids.h"

#include <memory>
#include <optional>
#include <string_view>

namespace ffn {

enum class Positions { None, Sinusoidal };

/// "none", "sinusoidal", as on the command line.
std::string_view name(Positions positions);
std::optional<Positions> positions_from_name(std::string_view name);

/// The embedding table's rows for the ids, plus positions. `table` is [1, vocabulary, d_model]; a random one
/// is the caller's `random_normal({1, vocabulary, d_model}, seed)`, as torch.nn.Embedding draws it.
/// Throws Error naming the first id outside the vocabulary and where it stands.
ModelInput embed(std::shared_ptr<const TokenBatch> tokens, const Tensor& table, Positions positions);

/// sin(p/10000^(2i/d)) on even, cos on odd dimensions (Vaswani et al. 2017, 3.5), computed in double; [1,
/// len, dim].
Tensor sinusoidal_positions(std::int64_t len, std::int64_t dim);

} // namespace ffn

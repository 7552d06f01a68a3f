#pragma once

#include "engine/tokens/model_input.h"

#include <string>

namespace ffn {

/// Hidden states from `FILE` or `FILE:TENSOR`: .npy, .npz, safetensors (any archive) or CSV, shape [batch,
/// len, d_model] or [len, d_model]. TENSOR may be left out when there is only one. A path that exists as it
/// stands is taken whole, colons and all.
///
/// A CSV is either this program's `wide` layout (with header; the rows of each batch may differ in number) or
/// bare numbers, a token a line, with commas or blanks between. Tokens are taken from a CSV with header or a
/// snapshot, else numbered "0", "1", … Throws Error when `d_model` differs.
ModelInput read_hidden_states(const std::string& file_and_tensor, std::int64_t d_model);

} // namespace ffn

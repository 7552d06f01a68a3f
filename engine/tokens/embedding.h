#pragma once

#include "engine/core/tensor.h"
#include "engine/core/token_batch.h"
#include "engine/formats/tensor_archive.h"

#include <memory>
#include <span>
#include <string>

namespace ffn {

enum class Positions { None, Sinusoidal };

/// Hidden states ready for a block, and the tokens they stand for.
struct ModelInput {
    std::shared_ptr<const TokenBatch> tokens;
    std::shared_ptr<const Tensor> states; ///< [batch, len, d_model], padding rows zero
};

/// The embedding table's rows for the ids, plus positions. `table` is [1, vocabulary, d_model].
/// Throws Error naming the first id outside the vocabulary and where it stands.
ModelInput embed(std::shared_ptr<const TokenBatch> tokens, const Tensor& table, Positions positions);

/// sin(p/10000^(2i/d)) on even, cos on odd dimensions (Vaswani et al. 2017, 3.5), computed in double; [1,
/// len, dim].
Tensor sinusoidal_positions(std::int64_t len, std::int64_t dim);

/// Rows of ids without a tokeniser ("5,1,9"); pieces are named by `tokenizer` where it knows them, else "#5".
/// Throws Error for what is not a number.
class Tokenizer;
TokenBatch token_batch_from_ids(const std::vector<std::string>& rows, const Tokenizer* tokenizer = nullptr);

/// Hidden states from `FILE` or `FILE:TENSOR`: .npy, .npz, safetensors (any archive) or CSV, shape [batch,
/// len, d_model] or [len, d_model]. A CSV is either this program's `wide` layout (with header) or bare
/// numbers, a token a line. Tokens are taken from the CSV where it has them, else numbered "0", "1", … Throws
/// Error when `d_model` differs.
ModelInput read_hidden_states(const std::string& file_and_tensor, std::int64_t d_model);

} // namespace ffn

#pragma once

#include "engine/tokens/tokenizer.h"
#include "ui/request/model_request.h"

#include <memory>
#include <string>

namespace ffn::ui {

struct TokenizerChoice {
    std::unique_ptr<Tokenizer> tokenizer;
    std::string warning; ///< what a person should know about it; empty: nothing
};

/// Whether the model comes with a tokeniser of its own: by its notes, or as a file beside it. What is in that
/// file is not looked at.
bool brings_tokenizer(const OpenedModel& model);

/// The tokeniser called `choice`: "words", "bytes", or what `open_tokenizer` opens. When empty: what the
/// model's file says; else the tokeniser that lies beside that file, where its ids fit an embedding table of
/// the model; else `words`. `words` takes the vocabulary that the model's file brings for it. Throws Error
/// for a file that cannot be read, and where special tokens are asked of one that has none.
TokenizerChoice choose_tokenizer(const std::string& choice, const OpenedModel& model, bool special_tokens);

} // namespace ffn::ui

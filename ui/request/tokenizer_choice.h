#pragma once

#include "engine/tokens/model_vocabulary.h"
#include "engine/tokens/tokenizer.h"

#include <memory>
#include <optional>
#include <string>

namespace ffn::ui {

/// The tokeniser called `choice`: "words", "bytes", a file with one word a line, or, when empty, what the
/// model's file says, else `words`. `words` takes the vocabulary that the model's file brings for it.
/// Throws Error for a kind of file not known here, saying which it is and what there is.
std::unique_ptr<Tokenizer> make_tokenizer(const std::string& choice,
                                          const std::optional<ModelVocabulary>& model);

} // namespace ffn::ui

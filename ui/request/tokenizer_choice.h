#pragma once

#include "engine/formats/tensor_archive.h"
#include "engine/tokens/tokenizer.h"

#include <memory>
#include <string>

namespace ffn::ui {

/// The tokeniser called `choice`: "words", "bytes", a file with one word a line, or, when empty, what the
/// model's file says, else `words`. `words` takes the vocabulary that the model's file brings for it.
/// `model` may be null. Throws Error for a kind of file not known here, saying which it is and what there is.
std::unique_ptr<Tokenizer> make_tokenizer(const std::string& choice, const TensorArchive* model);

} // namespace ffn::ui

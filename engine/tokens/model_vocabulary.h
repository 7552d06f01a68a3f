#pragma once

#include "engine/formats/tensor_archive.h"
#include "engine/tokens/embedding.h"
#include "engine/tokens/tokenizer.h"

#include <optional>
#include <string>

namespace ffn {

/// What a weight file says about how text becomes its input: the `ffnscope.*` entries of its metadata, as the
/// demo model has them. Each may be absent.
struct ModelVocabulary {
    std::string tokenizer;                ///< "words", "bytes" or empty
    std::optional<Vocabulary> vocabulary; ///< for `words`
    Positions positions = Positions::None;
    std::string embedding;   ///< name of the table's tensor, [vocabulary, d_model], or empty
    std::string unembedding; ///< likewise, from the block's output back to words
    std::string text;        ///< a sentence to start with, or empty
    std::string about;       ///< what the model is, for a person
};

/// Nothing when the file has none of these entries. The file is untrusted: throws Error naming the entry that
/// is malformed, or the tensor that is not there or does not fit the vocabulary.
std::optional<ModelVocabulary> model_vocabulary(const TensorArchive& archive);

} // namespace ffn

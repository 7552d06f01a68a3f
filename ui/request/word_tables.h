#pragma once

#include "ui/request/input_request.h"
#include "ui/request/model_request.h"

#include <memory>
#include <string>

namespace ffn::ui {

/// What turns words into vectors and vectors into words: the tables that a block's rows, columns and states
/// can be held against.
struct WordTables {
    std::shared_ptr<const Tensor> embedding; ///< [1, vocabulary, d_model]
    std::shared_ptr<const Tensor> output;    ///< likewise; the same one where the model has no other
    std::string embedding_name, output_name;
    std::shared_ptr<const Tokenizer> tokenizer;

    /// A word for the screen: its piece, or "#5".
    std::string word(std::int64_t id) const;
};

/// The encoder's table, and the model's output matrix by the note in its file or by its usual names
/// (`lm_head`, `embed_out`, `output`, `decoder` …). Throws Error where the embeddings are random, as they
/// mean nothing.
WordTables open_word_tables(const TokenEncoder& encoder, const OpenedModel& model,
                            const Progress& progress = {});

} // namespace ffn::ui
